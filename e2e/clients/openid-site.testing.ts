import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, readConfig, type Server } from 'valetkey'
import { findFreePorts } from '../free-ports.ts'

process.env.VALETKEY_LOG ??= 'error'

type Config = ReturnType<typeof readConfig>
type ClientConfig = NonNullable<Config['clients']>[number]

/** The secret of confidential clients. */
export const secret = 'the-secret-of-the-clients-under-test-0123456789'

/** The API that tokens are for, apart from userinfo. */
export const contacts = 'https://contacts.example.com'

/** An app at its own origin, and the server where its users log in. */
export interface OpenIdSite {
  readonly server: Server
  readonly issuer: string
  /** The app's origin. */
  readonly app: string
  close(): Promise<void>
}

/** Describes the app: what it is registered with, and how it responds; both know the origin of the app and the issuer. */
export interface AppUnderTest {
  readonly client: (app: string) => Omit<ClientConfig, 'client_id'>
  readonly handle: (app: string, issuer: string) => RequestListener
  /** Of the issuer; empty by default. */
  readonly path?: string
  /** Changes the server's configuration. */
  readonly change?: (config: Config, app: string) => Config
}

/** Starts a server with one client named `app`, and that app; the user is alice. */
export async function startOpenIdSite({
  client,
  handle,
  path = '',
  change = (config) => config,
}: AppUnderTest): Promise<OpenIdSite> {
  const [port = 0, appPort = 0] = await findFreePorts(2)
  const app = `http://localhost:${appPort}`
  const issuer = `http://localhost:${port}${path}`
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:', issuer } })
  const scopes = [{ name: 'read', description: 'See your contacts' }]
  const server = await createServer(
    change(
      {
        ...config,
        apis: [
          {
            identifier: contacts,
            name: 'Contacts',
            tokenFormat: 'jwt',
            tokenSigningAlg: 'RS256',
            scopes,
            introspectedBy: [],
          },
        ],
        clients: [{ client_id: 'app', client_name: 'Address Book', ...client(app) }],
        accounts: [
          {
            username: 'alice',
            password: 'wonderland',
            name: 'Alice Liddell',
            email: 'alice@example.com',
            email_verified: true,
          },
        ],
      },
      app,
    ),
    { say: () => undefined },
  )
  await server.listen()
  const apps = createHttpServer(handle(app, server.issuer)).listen(appPort, 'localhost')
  await once(apps, 'listening')
  return {
    server,
    issuer: server.issuer,
    app,
    async close() {
      apps.closeAllConnections()
      await new Promise((resolve) => apps.close(resolve))
      await server.close()
    },
  }
}
