import type { Answer, Field } from './exchange.ts'

/** What the callback page hands to the page that opened it. */
export interface CallbackMessage {
  /** Names the window; undefined if the way through other sites made the browser forget it. */
  readonly id: string | undefined
  /** `fragment` also for what the server of the page made of a posted form. */
  readonly mode: 'query' | 'fragment'
  /** Without query and fragment. */
  readonly url: string
  readonly parameters: readonly Field[]
}

/** Names the `BroadcastChannel` of the callback page. */
export const channelName = 'valetkey-playground'

/** Where this tab keeps the run that left by a redirect, and the answer that it came back with. */
export const storageKeys = { run: 'valetkey-playground-run', answer: 'valetkey-playground-answer' } as const

/** The start of the name of a popup. */
export const windowPrefix = 'valetkey-playground-'

/** Reads the authorization response from the URL of the callback page. */
export function readCallback(href: string, windowName: string): CallbackMessage {
  const { origin, pathname, search, hash } = new URL(href)
  const inFragment = hash.length > 1
  return {
    id: windowName.startsWith(windowPrefix) ? windowName.slice(windowPrefix.length) : undefined,
    mode: inFragment ? 'fragment' : 'query',
    url: origin + pathname,
    parameters: [...new URLSearchParams(inFragment ? hash.slice(1) : search)],
  }
}

/** Whether a message is the answer to the request of a window. Without an id, its `state` has to be that of the request. */
export function isAnswerTo(message: CallbackMessage, id: string, requestUrl: string): boolean {
  if (message.id !== undefined) return message.id === id
  const sent = new URL(requestUrl).searchParams.get('state')
  return message.parameters.some(([name, value]) => name === 'state' && value === sent)
}

/** Turns a message into the answer. The mode is the one that was asked for: a posted form arrives as a fragment. */
export function toCallback({ mode, url, parameters }: CallbackMessage, requestUrl: string): Answer {
  const asked = new URL(requestUrl).searchParams.get('response_mode')
  return { kind: 'callback', mode: asked ?? mode, url, parameters }
}

/** Reads the message of a server's page in the mode `web_message`; undefined for any other message. */
export function readWebMessage(data: unknown, requestUrl: string): Answer | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data) || !('response' in data)) return undefined
  const { type, response } = data
  if (type !== 'authorization_response' || typeof response !== 'object' || response === null) return undefined
  const parameters = Object.entries(response).map(([name, value]): Field => [name, String(value)])
  const url = new URL(requestUrl).searchParams.get('redirect_uri') ?? ''
  return { kind: 'callback', mode: 'web_message', url, parameters }
}

/** Reads what the callback page stored for a tab that comes back; undefined if it is something else. */
export function parseMessage(text: string | null): CallbackMessage | undefined {
  if (text === null) return undefined
  try {
    const message = JSON.parse(text)
    return isMessage(message) ? message : undefined
  } catch {
    return undefined
  }
}

/** Whether a value has the form of the callback page's message. */
export function isMessage(value: unknown): value is CallbackMessage {
  if (typeof value !== 'object' || value === null) return false
  const { url, mode, parameters } = value as Readonly<Record<string, unknown>>
  if (typeof url !== 'string' || (mode !== 'query' && mode !== 'fragment') || !Array.isArray(parameters)) return false
  return parameters.every((field) => Array.isArray(field) && field.length === 2 && field.every(isText))
}

const isText = (value: unknown) => typeof value === 'string'
