import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer, readConfig, type Server } from 'valetkey'
import { type Certificate, makeCertificate } from '../../conformance/certificate.ts'
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
  /** Whether server and app use https, with a certificate that nobody vouches for. */
  readonly isSecure?: boolean
  /** Changes the server's configuration. */
  readonly change?: (config: Config, app: string) => Config
}

/** Starts a server with one client named `app`, and that app; the user is alice. */
export async function startOpenIdSite({
  client,
  handle,
  isSecure = false,
  change = (config) => config,
}: AppUnderTest): Promise<OpenIdSite> {
  const [port = 0, appPort = 0] = await findFreePorts(2)
  const folder = mkdtempSync(path.join(tmpdir(), 'openid-site-'))
  const certificate = isSecure ? makeCertificate(folder) : undefined
  const origin = `${isSecure ? 'https' : 'http'}://localhost`
  const app = `${origin}:${appPort}`
  const issuer = `${origin}:${port}`
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:', issuer } })
  const scopes = [{ name: 'read', description: 'See your contacts' }]
  const server = await createServer(
    change(
      {
        ...config,
        ...(certificate === undefined ? {} : { tls: certificate }),
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
  const apps = serveApp(handle(app, server.issuer), certificate).listen(appPort, 'localhost')
  await once(apps, 'listening')
  return {
    server,
    issuer: server.issuer,
    app,
    async close() {
      apps.closeAllConnections()
      await new Promise((resolve) => apps.close(resolve))
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function serveApp(handle: RequestListener, certificate: Certificate | undefined) {
  if (certificate === undefined) return createHttpServer(handle)
  const { cert, key } = certificate
  return createHttpsServer({ cert: readFileSync(cert), key: readFileSync(key) }, handle)
}
