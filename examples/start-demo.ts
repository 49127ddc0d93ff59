import { once } from 'node:events'
import type { Server } from 'node:http'
import path from 'node:path'
import { type Config, createServer, type PlaygroundSetup, readConfig } from 'valetkey'
import { createContactsApi } from './contacts-api/contacts-api.ts'
import { createContactsWeb } from './contacts-web/contacts-web.ts'
import { hashVoucher, type VoucherBook, voucher, voucherGrantType } from './extension-grant/voucher.ts'
import { createNotesWeb } from './notes-web/notes-web.ts'

/** The ports of the demo. */
export interface DemoPorts {
  readonly server: number
  readonly api: number
  readonly web: number
  readonly notes: number
}

/** The ports that `valetkey.demo.yaml` is written for. */
export const standardPorts: DemoPorts = { server: 4000, api: 4001, web: 4002, notes: 4003 }

/** Where the demo runs and stores its data. */
export interface DemoOptions {
  /** `sqlite:FILE`. */
  readonly database: string
  /** A file for the contacts; without it they are lost when the demo ends. */
  readonly contacts?: string
  /** The URLs in the configuration are adapted to other ports than the standard ones. */
  readonly ports: DemoPorts
  /** Receives messages for the operator; writes to standard error by default. */
  readonly say?: (line: string) => void
}

/** The running demo. */
export interface Demo {
  readonly issuer: string
  /** The page that plays and draws each flow. */
  readonly playground: string
  readonly api: string
  readonly web: string
  /** The second web app; undefined if its port is in use. */
  readonly notes: string | undefined
  /** Stops the Contacts API alone. */
  closeApi(): Promise<void>
  /** Stops all of them and keeps the data. */
  close(): Promise<void>
}

/** An error that names the part of the demo that cannot start, and what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError'
}

/**
 * Starts the authorization server, the Contacts API and the two web apps in this process. The second app is left out if its port is
 * in use.
 * @throws DemoError naming a port that is in use; ConfigError if the file is invalid
 */
export async function startDemo({ database, contacts, ports, say }: DemoOptions): Promise<Demo> {
  const [issuer, api, web, notes] = [here(ports.server), here(ports.api), here(ports.web), here(ports.notes)]
  const config = readDemoConfig(database, ports)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const contactsApi = createContactsApi({
      issuer,
      audience: api,
      brief: `${api}/brief`,
      ...(contacts === undefined ? {} : { file: contacts }),
      introspection: { clientId: 'contacts-api', clientSecret: 'contacts-api-demo-secret' },
    })
    const closeApi = await opened(contactsApi.listen(ports.api, '127.0.0.1'), 'the Contacts API', ports.api)
    closers.push(closeApi)
    const contactsWeb = createContactsWeb({
      issuer,
      apiUrl: api,
      resource: api,
      clientId: 'contacts-web',
      clientSecret: 'contacts-web-demo-secret',
      redirectUri: `${web}/callback`,
      port: ports.web,
    })
    closers.push(await opened(contactsWeb, 'the contacts web app', ports.web))
    const notesWeb = createNotesWeb({
      issuer,
      clientId: 'notes-web',
      clientSecret: 'notes-web-demo-secret',
      redirectUri: `${notes}/callback`,
      port: ports.notes,
    })
    const closeNotes = await opened(notesWeb, 'the notes web app', ports.notes).catch(() => undefined)
    if (closeNotes) closers.push(closeNotes)
    const server = await createServer(config, {
      grants: [voucher(renewedVouchers)],
      playground: toPlaygroundSetup(config),
      ...(say ? { say } : {}),
    })
    closers.push(() => server.close())
    const listener = await server.listen().catch((error) => {
      throw toDemoError(error, 'the authorization server', ports.server)
    })
    closers.push(() => listener.close())
    return { issuer, playground: `${issuer}/playground`, api, web, notes: closeNotes && notes, closeApi, close }
  } catch (error) {
    await close()
    throw error
  }
}

const here = (port: number) => `http://localhost:${port}`

/** Reads `valetkey.demo.yaml` without the environment, so that the demo is the same on every machine. */
function readDemoConfig(database: string, ports: DemoPorts): Config {
  const file = path.join(import.meta.dirname, 'valetkey.demo.yaml')
  const config = readConfig({ file, environment: {}, options: { database, port: String(ports.server) } })
  const moved = (['server', 'api', 'web', 'notes'] as const).flatMap((part) => {
    const [from, to] = [here(standardPorts[part]), here(ports[part])]
    return [[from, to] as const, [new URL(from).host, new URL(to).host] as const]
  })
  const complete = { ...config, clients: (config.clients ?? []).map(withVouchers) }
  return JSON.parse(JSON.stringify(complete), (_, value: unknown) => {
    if (typeof value !== 'string') return value
    const [from, to] = moved.find(([place]) => value === place || value.startsWith(`${place}/`)) ?? ['', '']
    return to + value.slice(from.length)
  })
}

type ClientConfig = NonNullable<Config['clients']>[number]

/** Lets the playground trade a voucher. The file cannot say so: only a server with this grant accepts it. */
function withVouchers(client: ClientConfig): ClientConfig {
  if (client.client_id !== 'playground-app') return client
  return { ...client, grant_types: [...(client.grant_types ?? []), voucherGrantType] }
}

/** Has one voucher for the playground, which is valid again after each use, so that its flow can be repeated. */
const renewedVouchers: VoucherBook = {
  take: (hash, clientId) =>
    hash === hashVoucher('golden-ticket') && clientId === 'playground-app'
      ? { username: 'alice', clientId, scope: 'read', endsAt: Number.POSITIVE_INFINITY }
      : undefined,
}

/** Publishes the clients of the playground with their demo secrets, and the APIs, and nothing of other clients. */
function toPlaygroundSetup({ clients = [], apis = [] }: Config): PlaygroundSetup {
  return {
    clients: clients
      .filter(({ client_id }) => client_id.startsWith('playground-'))
      .map(({ client_id: clientId, client_secret: clientSecret }) => ({
        clientId,
        ...(clientSecret === undefined ? {} : { clientSecret }),
      })),
    apis: apis.map(({ identifier, name }) => ({ identifier, name })),
  }
}

/** Waits until a server listens; returns the function that closes it. */
async function opened(server: Server, name: string, port: number): Promise<() => Promise<void>> {
  try {
    await once(server, 'listening')
  } catch (error) {
    throw toDemoError(error, name, port)
  }
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

function toDemoError(cause: unknown, name: string, port: number): DemoError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') {
    return new DemoError(
      `Port ${port} is in use, and ${name} needs it: stop the program that uses it, or choose others with --ports.`,
      {
        cause,
      },
    )
  }
  const words = cause instanceof Error ? cause.message : String(cause)
  return new DemoError(`${name} cannot listen on port ${port}: ${words}`, { cause })
}
