import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer, readConfig } from 'valetkey'
import { findFreePorts } from './free-ports.ts'

process.env.VALETKEY_LOG ??= 'error'

/** A server with one public client, and that client's app at its redirect URIs. */
export interface FlowSite {
  readonly issuer: string
  /** The app's origin at localhost. */
  readonly app: string
  authorizationUrl(redirectUri: string, more?: Readonly<Record<string, string>>): string
  close(): Promise<void>
}

/** Members of the client that a test changes. */
export interface ClientMembers {
  readonly response_modes?: string[]
  readonly skip_confirmation_for_native?: boolean
  readonly scope?: string
  readonly post_logout_redirect_uris?: string[]
  readonly frontchannel_logout_uri?: string
  readonly frontchannel_logout_session_required?: boolean
}

/** Returns a request to the app, whose origin is `app`. */
export type AppHandler = (request: IncomingMessage, response: ServerResponse, app: string) => void

/** Starts a server and an app that answers on 127.0.0.1 and ::1; the client may be sent to what `redirectUris` lists. */
export async function startFlowSite(
  redirectUris: (app: string) => readonly string[],
  handle: AppHandler,
  client: ClientMembers | ((app: string) => ClientMembers) = {},
): Promise<FlowSite> {
  const [port = 0, appPort = 0] = await findFreePorts(2)
  const app = `http://localhost:${appPort}`
  const apps = ['127.0.0.1', '::1'].map((host) =>
    createHttpServer((request, response) => handle(request, response, app)).listen(appPort, host),
  )
  await Promise.all(apps.map((one) => once(one, 'listening')))
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  const server = await createServer(
    {
      ...config,
      apis: [
        {
          identifier: 'https://api.example.com/',
          name: 'Contacts',
          tokenFormat: 'opaque',
          tokenSigningAlg: 'ES256',
          scopes: [{ name: 'read', description: 'See your contacts' }],
          introspectedBy: [],
        },
      ],
      clients: [
        {
          client_id: 'app',
          client_name: 'Cardwheel',
          redirect_uris: [...redirectUris(app)],
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_modes: ['form_post'],
          scope: 'read',
          ...(typeof client === 'function' ? client(app) : client),
        },
      ],
      accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell' }],
    },
    { say: () => undefined },
  )
  await server.listen()
  return {
    issuer: server.issuer,
    app,
    authorizationUrl(redirectUri, more = {}) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: 'app',
        redirect_uri: redirectUri,
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        scope: 'read',
        ...more,
      })
      return `${server.issuer}/authorize?${query}`
    },
    async close() {
      await server.close()
      await Promise.all(apps.map(closeHttp))
    },
  }
}

function closeHttp(server: Server): Promise<unknown> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
}
