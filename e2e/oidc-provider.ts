import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

/** Who can log in at the provider, by username; any password is right there. */
const claims: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  fay: { name: 'Fay Fisher', nickname: 'Fay', email: 'fay@harbour.example', email_verified: true },
  gus: { name: 'Gus Gale', email: 'gus@harbour.example', email_verified: true },
  ida: { name: 'Ida Ivory', email: 'ida@harbour.example', email_verified: true },
}

export interface OidcProvider {
  readonly issuer: string
  readonly client: { readonly client_id: string; readonly client_secret: string }
  /** What went wrong in it. */
  readonly errors: readonly string[]
  close(): Promise<void>
}

/** Starts node-oidc-provider on loopback, with its own pages, as the provider `harbour` of one server. */
export async function startOidcProvider(port: number, server: string): Promise<OidcProvider> {
  const issuer = `http://127.0.0.1:${port}`
  const client = { client_id: 'valetkey', client_secret: randomBytes(32).toString('base64url') }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        redirect_uris: [`${server}/login/with/harbour/callback`],
        post_logout_redirect_uris: [`${server}/logout`],
        backchannel_logout_uri: `${server}/login/with/harbour/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { profile: ['name', 'nickname'], email: ['email', 'email_verified'] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...claims[sub] }) }),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'one' }] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
    // Its own dispatcher refuses loopback, where the server is.
    fetch: (url: string, { dispatcher: _, ...init }: RequestInit & { readonly dispatcher?: unknown }) =>
      fetch(url, init),
  })
  const errors: string[] = []
  for (const event of ['server_error', 'backchannel.error'])
    provider.on(event, (_ctx, error) => void errors.push(`${event}: ${error}`))
  const listener = createServer(provider.callback()).listen(port, '127.0.0.1')
  await once(listener, 'listening')
  return {
    issuer,
    client,
    errors,
    async close() {
      listener.close()
      listener.closeAllConnections()
    },
  }
}
