/**
 * The purpose of a page, on which its headers depend. `flow`: a form of the page leads to a redirect to an
 * app, or posts to it. `account`: the page shows what a signed-in user may change here. `other`: everything else.
 */
export type PageKind = 'flow' | 'account' | 'other'

/** What the pages need of the web: cookies, tokens in forms, headers. */
export interface Web {
  readCookie(header: string | null, name: string): string | undefined
  writeCookie(name: string, value: string, maxAgeSeconds: number): string
  /** The full name of the cookie by which scripts see logins and logouts; undefined if that is not enabled. */
  readonly browserStateCookie: string | undefined
  /** Reads that cookie: empty if the browser sends none, undefined if it is not enabled. */
  readBrowserState(header: string | null): string | undefined
  /** Writes that cookie; none if it is not enabled. */
  writeBrowserState(value: string, maxAgeSeconds: number): readonly string[]
  readonly formTokens: {
    make(binding: string): string
    isRight(token: string | undefined, binding: string): boolean
  }
  /** Encrypts what travels through a browser, bound to a text that must be the same when it is opened. */
  readonly sealer: {
    seal(text: string, binding: string): string
    open(sealed: string, binding: string): string | undefined
  }
  pageHeaders(needs: {
    readonly nonce: string
    readonly kind: PageKind
    readonly framedBy?: string
    readonly frames?: readonly string[]
    readonly connects?: boolean
  }): Readonly<Record<string, string>>
}

/** Tells the log of an error page, so that its number can be found there. */
export type NoteProblem = (problem: {
  readonly errorId: string
  readonly code: string
  readonly description: string
  readonly address: string | undefined
}) => void
