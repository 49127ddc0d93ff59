import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Session, Transaction } from '@valetkey/client'

/** Who is signed in, as the app shows it. */
export interface User {
  /** Identifies the user at the authorization server, forever. */
  readonly sub: string
  readonly name: string
  readonly email: string | undefined
}

/** Holds what an app knows of one browser; tokens never leave the server. */
export interface Browser<State> {
  readonly id: string
  readonly csrf: string
  /** Pending authorization requests, by state: a user may have several tabs. */
  readonly pending: Map<string, Transaction>
  session: Session | undefined
  user: User | undefined
  /** What belongs to this app alone. */
  state: State
  usedAt: number
}

const idleMilliseconds = 12 * 60 * 60 * 1000
const mostBrowsers = 10_000
const mostPending = 10

/** The memory of browsers. */
export interface Browsers<State> {
  /** Finds the browser that sent this cookie header. */
  readonly find: (cookies: string | undefined) => Browser<State> | undefined
  /** Remembers a browser not seen before. */
  readonly create: () => Browser<State>
  /** Gives a browser a new id, so that one planted before it got tokens is worth nothing. */
  readonly renew: (browser: Browser<State>) => Browser<State>
  /** Forgets the browsers whose session a logout is about. */
  readonly end: (isEnded: (session: Session) => boolean) => void
  /** Forms the cookie; Lax, because the response comes back by a link from another site. */
  readonly cookie: (browser: Browser<State>) => string
}

/** Makes the memory of browsers; it forgets the idle ones, and the oldest when there are too many. */
export function createBrowsers<State>(cookieName: string, secure: boolean, newState: () => State): Browsers<State> {
  const known = new Map<string, Browser<State>>()
  const cookiePattern = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{43})(?:;|$)`)
  const remember = (from?: Browser<State>): Browser<State> => {
    const browser = {
      pending: new Map(),
      session: undefined,
      user: undefined,
      state: from?.state ?? newState(),
      ...from,
      id: randomBytes(32).toString('base64url'),
      csrf: randomBytes(32).toString('base64url'),
      usedAt: Date.now(),
    }
    known.set(browser.id, browser)
    for (const [id, { usedAt }] of known) {
      if (known.size <= mostBrowsers && Date.now() - usedAt < idleMilliseconds) break
      known.delete(id)
    }
    return browser
  }
  return {
    find: (cookies = '') => {
      const [, id] = cookiePattern.exec(cookies) ?? []
      const browser = id === undefined ? undefined : known.get(id)
      if (!browser || Date.now() - browser.usedAt >= idleMilliseconds) return undefined
      // Last in the map is last used.
      known.delete(browser.id)
      known.set(browser.id, browser)
      browser.usedAt = Date.now()
      return browser
    },
    create: () => remember(),
    renew: (browser) => {
      known.delete(browser.id)
      return remember(browser)
    },
    end: (isEnded) => {
      for (const [id, { session }] of known) {
        if (session && isEnded(session)) known.delete(id)
      }
    },
    cookie: ({ id }) => `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  }
}

/** Keeps an authorization request until its response comes; the oldest give way. */
export function addPending(browser: Browser<unknown>, transaction: Transaction): void {
  browser.pending.set(transaction.state, transaction)
  for (const state of browser.pending.keys()) {
    if (browser.pending.size <= mostPending) break
    browser.pending.delete(state)
  }
}

/** Whether a form was made for this browser. */
export function isOwnForm(browser: Browser<unknown>, form: URLSearchParams): boolean {
  const [sent, own] = [Buffer.from(form.get('csrf') ?? ''), Buffer.from(browser.csrf)]
  return sent.length === own.length && timingSafeEqual(sent, own)
}
