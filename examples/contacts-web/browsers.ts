import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Session, Transaction } from '@valetkey/client'
import type { Notice } from './notice.ts'

/** Holds what the app knows of one browser; tokens never leave the server. */
export interface Browser {
  readonly id: string
  readonly csrf: string
  /** Pending authorization requests, by state: a user may have several tabs. */
  readonly pending: Map<string, Transaction>
  key: Session | undefined
  /** Rights that the API refused though the key came with them: its user has narrowed it since. */
  refused: readonly string[]
  notice: Notice | undefined
  /** What was typed into the form and could not be stored. */
  draft: { readonly name: string; readonly email: string; readonly wrong?: 'name' | 'email' } | undefined
  usedAt: number
}

const cookieName = 'cardwheel'
const idleMilliseconds = 12 * 60 * 60 * 1000
const mostBrowsers = 10_000
const mostPending = 10

/** Makes the memory of browsers; it forgets the idle ones, and the oldest when there are too many. */
export function createBrowsers(secure: boolean) {
  const known = new Map<string, Browser>()
  const remember = (from?: Browser): Browser => {
    const browser = {
      id: randomBytes(32).toString('base64url'),
      csrf: randomBytes(32).toString('base64url'),
      pending: from?.pending ?? new Map(),
      key: from?.key,
      refused: from?.refused ?? [],
      notice: from?.notice,
      draft: from?.draft,
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
    /** Finds the browser that sent this cookie header. */
    find: (cookies: string | undefined): Browser | undefined => {
      const [, id] = /(?:^|;\s*)cardwheel=([\w-]{43})(?:;|$)/.exec(cookies ?? '') ?? []
      const browser = id === undefined ? undefined : known.get(id)
      if (!browser || Date.now() - browser.usedAt >= idleMilliseconds) return undefined
      // Last in the map is last used.
      known.delete(browser.id)
      known.set(browser.id, browser)
      browser.usedAt = Date.now()
      return browser
    },
    /** Remembers a browser not seen before. */
    create: () => remember(),
    /** Gives a browser a new id, so that one planted before it got a key is worth nothing. */
    renew: (browser: Browser) => {
      known.delete(browser.id)
      return remember(browser)
    },
    /** Forms the cookie; Lax, because the response comes back by a link from another site. */
    cookie: ({ id }: Browser) => `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  }
}

/** Lists the rights of the key, as far as the app knows. */
export function heldRights({ key, refused }: Browser): readonly string[] {
  return key?.tokenSet().scope.filter((name) => !refused.includes(name)) ?? []
}

/** Keeps an authorization request until its response comes; the oldest give way. */
export function addPending(browser: Browser, transaction: Transaction): void {
  browser.pending.set(transaction.state, transaction)
  for (const state of browser.pending.keys()) {
    if (browser.pending.size <= mostPending) break
    browser.pending.delete(state)
  }
}

/** Whether a form was made for this browser. */
export function isOwnForm(browser: Browser, form: URLSearchParams): boolean {
  const [sent, own] = [Buffer.from(form.get('csrf') ?? ''), Buffer.from(browser.csrf)]
  return sent.length === own.length && timingSafeEqual(sent, own)
}
