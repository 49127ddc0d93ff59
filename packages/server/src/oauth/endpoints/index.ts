import type { Route } from '../router.ts'
import { type AuthorizeOptions, authorizeRoute } from './authorize.ts'
import { type IntrospectOptions, introspectRoute } from './introspect.ts'
import { jwksRoute } from './jwks.ts'
import { type RegisterOptions, registerRoutes } from './register.ts'
import { type RevokeOptions, revokeRoute } from './revoke.ts'
import { type TokenOptions, tokenRoutes } from './token.ts'
import { type UserinfoOptions, userinfoRoute } from './userinfo.ts'

/** What the endpoints use, each a part of it. */
export type EndpointOptions = AuthorizeOptions &
  TokenOptions &
  IntrospectOptions &
  RevokeOptions &
  UserinfoOptions &
  RegisterOptions

/** Lists the endpoints of the authorization server. */
export function endpointRoutes(options: EndpointOptions): readonly Route[] {
  return [
    authorizeRoute(options),
    ...tokenRoutes(options),
    introspectRoute(options),
    revokeRoute(options),
    userinfoRoute(options),
    jwksRoute(options),
    ...registerRoutes(options),
  ]
}
