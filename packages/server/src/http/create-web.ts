import { createCookies } from './cookies.ts'
import { createFormTokens } from './form-tokens.ts'
import { createSealer } from './sealer.ts'
import { pageHeaders } from './security-headers.ts'

/** Creates what pages need of HTTP: cookies, tokens in forms, sealed addresses, headers. */
export function createWeb(issuer: string, keyFor: (purpose: 'forms' | 'sealed requests') => Uint8Array) {
  return {
    ...createCookies(issuer),
    pageHeaders,
    formTokens: createFormTokens(keyFor('forms')),
    sealer: createSealer(keyFor('sealed requests')),
  }
}
