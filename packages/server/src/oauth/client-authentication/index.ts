import { clientSecretBasic } from './client-secret-basic.ts'
import { clientSecretJwt } from './client-secret-jwt.ts'
import { clientSecretPost } from './client-secret-post.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { none } from './none.ts'
import { privateKeyJwt } from './private-key-jwt.ts'

/** Lists the client authentication methods there are. */
export const clientAuthenticationMethods: readonly ClientAuthenticationMethod[] = [
  clientSecretBasic,
  clientSecretPost,
  clientSecretJwt,
  privateKeyJwt,
  none,
]
