import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { createServer, readConfig } from 'valetkey'
import { createContactsApi } from '../../../examples/contacts-api/contacts-api.ts'
import { createVoucherBook, voucher, voucherGrantType } from '../../../examples/extension-grant/voucher.ts'
import type { PlaygroundClient, ServerMetadata, Settings } from '../flows/flow.ts'

process.env.VALETKEY_LOG ??= 'silent'

/** Seconds for which the second API's tokens are valid. */
export const shortLifetime = 1

/** A server and two APIs on loopback ports, with the clients that the demo registers for the playground. */
export interface PlaygroundServer {
  readonly origin: string
  readonly api: string
  readonly otherApi: string
  readonly alice: { readonly username: string; readonly password: string }
  readonly clients: Readonly<Record<string, PlaygroundClient>>
  /** Makes the voucher valid once more. */
  readonly renewVoucher: () => void
  readonly settings: (clientId: string, change?: Partial<Settings>) => Settings
}

/** Starts them for a test file; they are stopped after its tests. */
export async function startPlaygroundServer(): Promise<PlaygroundServer> {
  const [port, apiPort] = await findFreePorts(2)
  const origin = `http://localhost:${port}`
  const api = `http://localhost:${apiPort}`
  const otherApi = `${api}/brief`
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-playground-'))
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(
    file,
    JSON.stringify(configuration(origin, api, otherApi, `sqlite:${path.join(folder, 'valetkey.db')}`)),
  )
  const book = createVoucherBook()
  const golden = { username: 'alice', clientId: 'playground-app', scope: 'read', endsAt: Date.now() + 3_600_000 }
  const renewVoucher = () => book.add('golden-ticket', golden)
  renewVoucher()
  const config = readConfig({ file, environment: {}, options: {} })
  const server = await createServer(config, { grants: [voucher(book)], say: () => {} })
  await server.listen()
  const introspection = { clientId: 'contacts-api', clientSecret: apiSecret }
  const contactsApi = createContactsApi({ issuer: origin, audience: api, brief: otherApi, introspection }).listen(
    apiPort,
  )
  after(async () => {
    await close(contactsApi)
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const metadata = await loadMetadata(origin)
  const clients = Object.fromEntries(
    registeredClients().map(
      ({ client_id: clientId, client_secret: clientSecret, redirect_uris }): [string, PlaygroundClient] => [
        clientId,
        { clientId, clientSecret, redirectUri: redirect_uris?.[0] ?? callback },
      ],
    ),
  )
  const find = (clientId: string) => {
    const client = clients[clientId]
    if (client === undefined) throw new Error(`no client ${clientId}`)
    return client
  }
  return {
    origin,
    api,
    otherApi,
    alice: { username: 'alice', password: 'wonderland' },
    clients,
    renewVoucher,
    settings: (clientId, change = {}) => ({
      metadata,
      client: find(clientId),
      otherClient: find(clientId === 'playground-public' ? 'playground-app' : 'playground-public'),
      api,
      otherApi,
      scope: 'read',
      responseMode: undefined,
      choices: {},
      ...change,
    }),
  }
}

/** Of another origin than the server, at which the scripted owner stops following redirects. */
const callback = 'https://playground.example.com/playground/callback'

const appSecret = 'playground-demo-secret'
const apiSecret = 'contacts-api-demo-secret'

const registeredClients = () => [
  browserClient('playground-public', undefined, ['authorization_code', 'refresh_token']),
  browserClient('playground-app', appSecret, [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    voucherGrantType,
  ]),
  {
    ...browserClient('playground-old', appSecret, ['authorization_code', 'implicit', 'password', 'refresh_token']),
    response_types: ['code', 'token', 'code id_token'],
    dangerously: { allowImplicit: true, allowHybrid: true, allowPassword: true },
  },
]

function browserClient(client_id: string, client_secret: string | undefined, grant_types: string[]) {
  return {
    client_id,
    client_secret,
    client_name: 'Playground',
    redirect_uris: [callback],
    post_logout_redirect_uris: [callback],
    grant_types,
    token_endpoint_auth_method: client_secret === undefined ? 'none' : 'client_secret_basic',
    response_modes: ['query', 'fragment', 'form_post', 'web_message', 'jwt'],
    scope: 'openid profile email read create delete',
  }
}

function configuration(origin: string, api: string, otherApi: string, database: string) {
  const scopes = ['read', 'create', 'delete'].map((name) => ({ name, description: `${name} contacts` }))
  const shared = { introspectedBy: ['contacts-api'], scopes }
  return {
    issuer: origin,
    database,
    secret: 'a secret for tests and for nothing else',
    apis: [
      { identifier: api, name: 'Contacts', tokenFormat: 'opaque', ...shared },
      {
        identifier: otherApi,
        name: 'Brief contacts',
        tokenFormat: 'jwt',
        accessTokenLifetime: shortLifetime,
        ...shared,
      },
    ],
    clients: [...registeredClients(), { client_id: 'contacts-api', client_secret: apiSecret, grant_types: [] }],
    accounts: [{ username: 'alice', password: 'wonderland', name: 'Alice Liddell', email: 'alice@example.com' }],
  }
}

async function loadMetadata(origin: string): Promise<ServerMetadata> {
  const response = await fetch(`${origin}/.well-known/oauth-authorization-server`)
  return (await response.json()) as ServerMetadata
}

/** Reserves ports all at once, so that they differ. */
async function findFreePorts(count: number): Promise<readonly number[]> {
  const listeners = await Promise.all(
    Array.from({ length: count }, async () => {
      const listener = createListener().listen(0)
      await once(listener, 'listening')
      return listener
    }),
  )
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port)
  await Promise.all(listeners.map(close))
  return ports
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
