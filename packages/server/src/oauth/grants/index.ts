import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { type PasswordOptions, password } from './password.ts'
import { type RefreshTokenOptions, refreshToken } from './refresh-token.ts'

/** Lists the grants of RFC 6749 that the token endpoint serves. */
export function standardGrants(options: RefreshTokenOptions & PasswordOptions): readonly Grant[] {
  return [authorizationCode, refreshToken(options), clientCredentials(options), password(options)]
}
