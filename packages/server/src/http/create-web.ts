import { createCookies } from './cookies.ts'
import { createFormTokens } from './form-tokens.ts'
import { createSealer } from './sealer.ts'
import { pageHeaders } from './security-headers.ts'

/** Creates the HTTP functions for pages: cookies, form tokens, sealed addresses, headers. */
export function createWeb(issuer: string, keyFor: (purpose: 'forms' | 'sealed requests') => Uint8Array) {
  return {
    ...createCookies(issuer),
    pageHeaders,
    formTokens: createFormTokens(keyFor('forms')),
    sealer: createSealer(keyFor('sealed requests')),
  }
}
