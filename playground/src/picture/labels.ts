import type { Answer, Draft, Field } from '../wire/exchange.ts'

/** The words on an arrow, and what is left of them where there is little room. */
export interface Label {
  readonly text: string
  readonly short: string
}

const pathOf = (url: string): string => {
  try {
    return new URL(url).pathname
  } catch {
    return url
  }
}

/** The parameters that name what a request is about; the others are in the details. */
const telling = ['grant_type', 'response_type', 'token_type_hint']

export function describeRequest({ method, url, parameters }: Draft): Label {
  const about = parameters.find(([name]) => telling.includes(name))
  const line = `${method} ${pathOf(url)}`
  return { text: about ? `${line}  ${about[0]}=${lastPart(about[1])}` : line, short: method }
}

/** Extension grants are named by a URI, of which the last part says enough. */
const lastPart = (value: string): string => value.split(/[:/]/).at(-1) ?? value

/** What an answer may carry, in plain words. */
const carried: readonly (readonly [name: string, words: string])[] = [
  ['code', 'code'],
  ['access_token', 'access token'],
  ['refresh_token', 'refresh token'],
  ['id_token', 'ID token'],
  ['response', 'signed response'],
]

const listCarried = (names: readonly string[]): string =>
  carried
    .filter(([name]) => names.includes(name))
    .map(([, words]) => words)
    .join(', ')

export function describeAnswer(answer: Answer): Label {
  switch (answer.kind) {
    case 'callback':
      return describeCallback(answer.parameters)
    case 'response':
      return describeResponse(answer)
    case 'refused-by-client':
      return { text: `refused by the client: ${answer.code}`, short: 'refused' }
    case 'unreachable':
      return { text: answer.message, short: 'none' }
  }
}

function describeCallback(parameters: readonly Field[]): Label {
  const error = parameters.find(([name]) => name === 'error')?.[1]
  if (error !== undefined) return { text: error, short: 'error' }
  const text = listCarried(parameters.map(([name]) => name)) || 'callback'
  return { text, short: text === 'code' ? 'code' : 'token' }
}

function describeResponse({ status, headers, body }: Extract<Answer, { kind: 'response' }>): Label {
  const content = readJson(body)
  const error = memberOf(content, 'error') ?? challengeError(headers)
  const active = memberOf(content, 'active')
  const words =
    error ?? (active === undefined ? listCarried(Object.keys(isObject(content) ? content : {})) : `active: ${active}`)
  return { text: words ? `${status}  ${words}` : `${status}${statusWords[status] ?? ''}`, short: String(status) }
}

const statusWords: Readonly<Record<number, string>> = {
  200: '  OK',
  201: '  created',
  204: '  done',
  401: '  unauthorized',
  403: '  forbidden',
  404: '  not found',
  429: '  too many requests',
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function memberOf(content: unknown, name: string): string | undefined {
  const value = isObject(content) ? content[name] : undefined
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined
}

/** An API names its error in the challenge (RFC 6750 §3). */
function challengeError(headers: readonly Field[]): string | undefined {
  const challenge = headers.find(([name]) => name.toLowerCase() === 'www-authenticate')?.[1]
  return /\berror="([^"]*)"/.exec(challenge ?? '')?.[1]
}
