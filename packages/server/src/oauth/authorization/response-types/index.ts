import { code } from './code.ts'
import { codeIdToken, codeIdTokenToken, codeToken } from './hybrid.ts'
import { idToken, idTokenToken } from './id-token.ts'
import type { ResponseType } from './response-type.ts'
import { token } from './token.ts'

/** The response types of RFC 6749 and of OpenID Connect. */
export const responseTypes: readonly ResponseType[] = [
  code,
  token,
  idToken,
  idTokenToken,
  codeIdToken,
  codeToken,
  codeIdTokenToken,
]
