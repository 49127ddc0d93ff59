import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'

/** The grants of RFC 6749 that the token endpoint serves. */
export const grants: readonly Grant[] = [authorizationCode, refreshToken, clientCredentials, password]
