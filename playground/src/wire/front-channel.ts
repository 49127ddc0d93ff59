import {
  channelName,
  isAnswerTo,
  isMessage,
  parseMessage,
  readWebMessage,
  storageKeys,
  toCallback,
  windowPrefix,
} from './callback-message.ts'
import { isWebUrl } from './draft.ts'
import type { Answer } from './exchange.ts'

/** What the front channel uses of the browser. */
export interface FrontChannelOptions {
  readonly window: Window
  /** Writes the run as text, for a tab that leaves by a redirect. */
  readonly save: () => string
  /** Random bytes as base64url. */
  readonly random: (bytes: number) => string
  /** Milliseconds until a popup must have come back. */
  readonly timeout?: number
}

/** The way through the owner's browser. */
export interface FrontChannel {
  /** Sends the browser to a URL: in a popup, which opens before this returns, or in this tab, which then does not return. */
  readonly open: (url: string, options: { readonly mode: 'popup' | 'redirect' }) => Promise<Answer>
  /** Takes, once, the run with which this tab left by a redirect, and the answer that it came back with. */
  readonly takeReturn: () => { readonly run: string; readonly answer: Answer | undefined } | undefined
}

const usualTimeout = 10 * 60_000
const pollInterval = 250
const size = { width: 520, height: 760 }

const blocked = 'The browser blocked the window.'
const closed =
  'The window was closed before an answer came back: the owner gave up, or the server showed the error on its own page. If it closed by itself at once, the server does not allow popups (Cross-Origin-Opener-Policy): choose “this tab (redirect)”.'

const notOpened = (url: string) => `Nothing was opened: ${url.slice(0, 100)} is not an http or https URL.`

/** Creates the front channel of a page. */
export function createFrontChannel(options: FrontChannelOptions): FrontChannel {
  const { window } = options
  return {
    open(url, { mode }) {
      // The metadata of any server, or an edit, may name an address that is a program.
      if (!isWebUrl(url)) return Promise.resolve(unreachable('network', notOpened(url)))
      return mode === 'popup' ? openPopup(url, options) : leave(url, options)
    },
    takeReturn() {
      const run = window.sessionStorage.getItem(storageKeys.run)
      const message = parseMessage(window.sessionStorage.getItem(storageKeys.answer))
      forget(window)
      if (run === null) return undefined
      return { run, answer: message && toCallback(message, requestOf(run)) }
    },
  }
}

function openPopup(url: string, { window, random, timeout = usualTimeout }: FrontChannelOptions): Promise<Answer> {
  forget(window) // a popup gets a copy of this storage, and would take itself for the tab that left
  const id = random(16)
  const left = window.screenX + Math.max(0, (window.outerWidth - size.width) / 2)
  const top = window.screenY + Math.max(0, (window.outerHeight - size.height) / 2)
  const features = `popup,width=${size.width},height=${size.height},left=${Math.round(left)},top=${Math.round(top)}`
  const popup = window.open(url, windowPrefix + id, features)
  if (popup === null) return Promise.resolve(unreachable('blocked', blocked))
  const channel = new BroadcastChannel(channelName)
  return new Promise<Answer>((resolve) => {
    let isClosed = false
    const finish = (answer: Answer) => {
      channel.close()
      window.removeEventListener('message', onMessage)
      clearInterval(poll)
      clearTimeout(timer)
      popup.close()
      window.focus()
      resolve(answer)
    }
    const take = (data: unknown) => {
      if (isMessage(data) && isAnswerTo(data, id, url)) finish(toCallback(data, url))
    }
    const onMessage = (event: MessageEvent) => {
      if (event.source !== popup) return
      if (event.origin === window.location.origin) take(event.data)
      const answer = event.origin === new URL(url).origin ? readWebMessage(event.data, url) : undefined
      if (answer !== undefined) finish(answer)
    }
    channel.onmessage = (event) => take(event.data)
    window.addEventListener('message', onMessage)
    // A popup that hands over its answer closes itself: the message may arrive after it is seen to be closed.
    const poll = setInterval(() => {
      if (isClosed) finish(unreachable('closed', closed))
      isClosed = popup.closed
    }, pollInterval)
    const timer = setTimeout(() => {
      finish(unreachable('timeout', `No answer came back within ${Math.round(timeout / 60_000)} minutes.`))
    }, timeout)
  })
}

/** Leaves the page. The promise settles only if the browser shows the page again as it was, on the way back. */
function leave(url: string, { window, save }: FrontChannelOptions): Promise<Answer> {
  window.sessionStorage.setItem(storageKeys.run, save())
  window.sessionStorage.removeItem(storageKeys.answer)
  window.location.assign(url)
  return new Promise((resolve) => {
    window.addEventListener('pageshow', function onShow({ persisted }) {
      if (!persisted) return
      window.removeEventListener('pageshow', onShow)
      forget(window)
      resolve(
        unreachable(
          'closed',
          'The browser came back without an answer: the owner gave up, or the server showed the error on its own page.',
        ),
      )
    })
  })
}

function forget({ sessionStorage }: Window): void {
  for (const key of Object.values(storageKeys)) sessionStorage.removeItem(key)
}

function unreachable(reason: 'network' | 'blocked' | 'closed' | 'timeout', message: string): Answer {
  return { kind: 'unreachable', reason, message }
}

/** Finds in a saved run the request that the tab left with: its response mode names that of the answer. */
function requestOf(run: string): string {
  try {
    const { departure } = JSON.parse(run)
    const query = new URLSearchParams(departure.draft.parameters)
    return `${departure.draft.url}?${query}`
  } catch {
    return 'http://localhost/'
  }
}
