import { createServer, readConfig, type Server } from 'valetkey'
import { findFreePorts } from '../free-ports.ts'

/** The APIs of the tests, one for each token format. */
export const apis = {
  opaque: 'https://opaque.example.com',
  es256: 'https://es256.example.com',
  rs256: 'https://rs256.example.com',
} as const

/** Nothing listens there: tests read the redirect itself. */
export const redirectUri = 'http://localhost:9/callback'

/** The client that is registered for everything. */
export const web = { id: 'web', secret: 'web-secret-of-the-tests' } as const

const scopes = [
  { name: 'read', description: 'See your contacts' },
  { name: 'create', description: 'Add contacts' },
]

/** Starts a server configured for third-party clients; `redirectUris` are added to the standard one. */
export async function serve(...redirectUris: readonly string[]): Promise<Server> {
  return serveWith({}, redirectUris)
}

/** The same, with the options of dynamic registration. */
export async function serveWith(
  { registration = 'closed', scope: dynamicScope }: { registration?: 'closed' | 'token' | 'open'; scope?: string },
  redirectUris: readonly string[] = [],
): Promise<Server> {
  process.env.VALETKEY_LOG ??= 'error'
  const [port] = await findFreePorts(1)
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  const everything = ['authorization_code', 'refresh_token', 'client_credentials']
  const redirect_uris = [redirectUri, ...redirectUris]
  const scope = 'read create'
  const server = await createServer({
    ...config,
    registration,
    dynamicClients: { ...config.dynamicClients, scope: dynamicScope },
    apis: Object.entries(apis).map(([name, identifier]) => ({
      identifier,
      name,
      tokenFormat: name === 'opaque' ? ('opaque' as const) : ('jwt' as const),
      tokenSigningAlg: name === 'rs256' ? ('RS256' as const) : ('ES256' as const),
      scopes,
      introspectedBy: [],
    })),
    clients: [
      { client_id: web.id, client_secret: web.secret, redirect_uris, grant_types: everything, scope },
      {
        client_id: 'poster',
        client_secret: web.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris,
        grant_types: everything,
        scope,
      },
      {
        client_id: 'app',
        token_endpoint_auth_method: 'none',
        redirect_uris,
        grant_types: ['authorization_code', 'refresh_token'],
        scope,
      },
      {
        client_id: 'old',
        client_secret: web.secret,
        redirect_uris,
        grant_types: everything,
        scope,
        dangerously: { allowWithoutPkce: true },
      },
    ],
    accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell' }],
  })
  await server.listen()
  return server
}
