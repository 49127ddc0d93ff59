import { createCookies } from './cookies.ts'
import { createFormTokens } from './form-tokens.ts'
import { createSealer } from './sealer.ts'
import { pageHeaders } from './security-headers.ts'

/** The cookie that changes with each login and logout. */
const browserState = 'valetkey-browser-state'

export interface WebOptions {
  readonly issuer: string
  readonly keyFor: (purpose: 'forms' | 'sealed requests') => Uint8Array
  /** Whether scripts may watch the session (OIDC Session Management). */
  readonly sessionManagement: boolean
}

/** Creates the HTTP functions for pages: cookies, form tokens, sealed addresses, headers. */
export function createWeb({ issuer, keyFor, sessionManagement }: WebOptions) {
  const cookies = createCookies(issuer)
  return {
    ...cookies,
    browserStateCookie: sessionManagement ? cookies.toFullName(browserState) : undefined,
    readBrowserState: (header: string | null) =>
      sessionManagement ? (cookies.readCookie(header, browserState) ?? '') : undefined,
    writeBrowserState: (value: string, maxAgeSeconds: number) =>
      sessionManagement ? [cookies.writeFrameCookie(browserState, value, maxAgeSeconds)] : [],
    pageHeaders,
    formTokens: createFormTokens(keyFor('forms')),
    sealer: createSealer(keyFor('sealed requests')),
  }
}
