import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '../../config/read-config.ts'
import { createServer } from '../../main.ts'
import { people, testClients } from '../../testing/setup.ts'

/** A server, and a second one that is its provider; both listen on loopback. */
export interface Pair {
  /** The issuer of the server that apps know. */
  readonly issuer: string
  /** The issuer of the provider. On another host: browsers share cookies between ports. */
  readonly provider: string
  close(): Promise<void>
}

/** Whom the provider knows. */
export const harbourPeople = {
  fay: { username: 'fay', password: 'a lamp over the water' },
  gus: { username: 'gus', password: 'ropes and rusty chains' },
} as const

export interface PairOptions {
  /** More of the entry of the provider in `upstream`. */
  readonly entry?: Readonly<Record<string, unknown>>
  /** More entries. */
  readonly others?: readonly Readonly<Record<string, unknown>>[]
  /** More of the configuration of the server that apps know. */
  readonly config?: Readonly<Record<string, unknown>>
}

/** Starts a server, and a second one that is its provider `harbour`. */
export async function startPair({ entry = {}, others = [], config = {} }: PairOptions = {}): Promise<Pair> {
  const [port, providerPort] = [await findFreePort(), await findFreePort()]
  const issuer = `http://localhost:${port}`
  const provider = `http://127.0.0.1:${providerPort}`
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-pair-'))
  const start = async (name: string, more: object) => {
    const file = path.join(folder, `${name}.yaml`)
    writeFileSync(file, JSON.stringify({ database: `sqlite:${path.join(folder, name)}.db`, ...more })) // JSON is YAML
    const server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => undefined })
    await server.listen()
    return server
  }
  const secret = 'a secret that the two servers share'
  const clientAtProvider = {
    client_id: 'front',
    client_secret: secret,
    client_name: 'Front',
    redirect_uris: [`${issuer}/login/with/harbour/callback`],
    post_logout_redirect_uris: [`${issuer}/logout`],
    backchannel_logout_uri: `${issuer}/login/with/harbour/backchannel-logout`,
    grant_types: ['authorization_code'],
    scope: 'openid profile email',
  }
  const servers = [
    await start('provider', {
      issuer: provider,
      listen: { host: '127.0.0.1', port: providerPort },
      secret: 'a secret of the provider for tests',
      outbound: { allowHosts: [`localhost:${port}`] },
      clients: [clientAtProvider],
      accounts: [
        {
          ...harbourPeople.fay,
          name: 'Fay Fisher',
          nickname: 'Fay',
          preferred_username: 'fay',
          email: 'fay@harbour.example',
          email_verified: true,
        },
        { ...harbourPeople.gus, name: 'Gus Gale', email: 'gus@harbour.example', email_verified: true },
      ],
    }),
    await start('front', {
      issuer,
      secret: 'a secret of the front for tests',
      outbound: { allowHosts: [`127.0.0.1:${providerPort}`] },
      clients: [testClients.openid],
      accounts: [{ ...people.alice, name: 'Alice Liddell', email: 'alice@example.com' }, people.bob],
      upstream: [
        { name: 'harbour', label: 'Harbour', issuer: provider, client_id: 'front', client_secret: secret, ...entry },
        ...others,
      ],
      ...config,
    }),
  ]
  return {
    issuer,
    provider,
    async close() {
      for (const server of servers) await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findFreePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
