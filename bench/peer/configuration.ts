import { errors } from 'oidc-provider'
import type { Adapter } from './adapter.ts'
import type { PeerSettings } from './settings.ts'

/** Returns a production configuration of oidc-provider with the behaviour that the scenarios compare. */
export function configuration(settings: PeerSettings, adapter: (model: string) => Adapter): Record<string, unknown> {
  return {
    adapter,
    clients: settings.clients,
    jwks: settings.jwks,
    cookies: { keys: settings.cookieKeys },
    scopes: ['openid', 'offline_access', ...new Set(settings.apis.flatMap(({ scope }) => scope.split(' ')))],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    // A refresh token with every code and independent of the browser session: less work than the default.
    issueRefreshToken: async (_ctx: unknown, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    // The peer looks up no account.
    findAccount: async (_ctx: unknown, sub: string) => ({ accountId: sub, claims: async () => ({ sub }) }),
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 600,
      ClientCredentials: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      RefreshToken: 30 * 86400,
      Interaction: 3600,
      Session: 14 * 86400,
      Grant: 30 * 86400,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: async () => true,
        async getResourceServerInfo(_ctx: unknown, resource: string) {
          const api = settings.apis.find(({ identifier }) => identifier === resource)
          if (api === undefined) throw new errors.InvalidTarget()
          return {
            scope: api.scope,
            audience: api.identifier,
            accessTokenTTL: 600,
            accessTokenFormat: api.tokenFormat,
            ...(api.tokenFormat === 'jwt' ? { jwt: { sign: { alg: api.tokenSigningAlg } } } : {}),
          }
        },
      },
    },
  }
}
