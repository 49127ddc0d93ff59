import type { OAuthRequest, Reply } from '../oauth/request.ts'

/**
 * What a page is for, as far as its headers depend on it. `flow`: a form of the page is answered by a redirect to an
 * app, or posts to it. `account`: the page shows what a signed-in user may change here. `other`: everything else.
 */
export type PageKind = 'flow' | 'account' | 'other'

/** What the pages need of the web: cookies, tokens in forms, headers. */
export interface Web {
  readCookie(header: string | null, name: string): string | undefined
  writeCookie(name: string, value: string, maxAgeSeconds: number): string
  readonly formTokens: {
    make(binding: string): string
    isRight(token: string | undefined, binding: string): boolean
  }
  pageHeaders(needs: { readonly nonce: string; readonly kind: PageKind }): Readonly<Record<string, string>>
}

/** Slows whoever asks for a page that must be stored, again and again. */
export interface PageLimits {
  wait(kind: 'interaction', key: string): Promise<number>
  fail(kind: 'interaction', key: string): Promise<void>
}

/** Tells the log of an error page, so that its number can be found there. */
export type NoteProblem = (problem: {
  readonly errorId: string
  readonly code: string
  readonly description: string
  readonly address: string | undefined
}) => void

/** A handler of a page. */
export type PageHandler = (request: OAuthRequest) => Promise<Reply>
