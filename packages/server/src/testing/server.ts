import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { type Browser, type Consent, createBrowser, walk } from '../../../../conformance/browser/browser.ts'
import { type Answer, toAnswer } from '../../../../conformance/target/answer.ts'
import { encode, type Fields, type Outcome, readOutcome } from '../../../../conformance/target/target.ts'
import { readConfig } from '../config/read-config.ts'
import type { Server, ServerOptions } from '../embedding/server.ts'
import type { Fetch } from '../embedding/to-fetch.ts'
import { createServer } from '../main.ts'
import { withKnownHashes } from './known-hashes.ts'
import { writeMigratedDatabase } from './migrated-database.ts'
import { type ClientName, people, type TestConfig, testClients, testConfig } from './setup.ts'

export { type Answer, assertGranted, assertRefused, text } from '../../../../conformance/target/answer.ts'
export type { Fields } from '../../../../conformance/target/target.ts'
export * from './setup.ts'

process.env.VALETKEY_LOG ??= 'silent'

/** Options of a test's authorization request. */
export interface Asking extends Consent {
  readonly browser?: Browser
  readonly person?: keyof typeof people
}

/** A complete server on its own file, with methods to use it like clients and browsers. */
export interface TestServer {
  readonly issuer: string
  readonly folder: string
  readonly database: string
  readonly fetch: Fetch
  /** Moves the server's clock. */
  pass(seconds: number): void
  /** Restarts it, as if the operator had changed the file. */
  restart(change?: (config: TestConfig) => Partial<TestConfig>): Promise<void>
  browser(): Browser
  authorize(client: ClientName, fields?: Fields, asking?: Asking): Promise<Outcome>
  /** Posts a form as a client, with the credentials it is registered with. */
  post(path: string, client: ClientName | undefined, fields: Fields | string, init?: RequestInit): Promise<Answer>
  token(client: ClientName | undefined, fields: Fields, init?: RequestInit): Promise<Answer>
  redeem(client: ClientName, outcome: Outcome, fields?: Fields): Promise<Answer>
  /** Gets tokens with a code. */
  grant(client?: ClientName, fields?: Fields, asking?: Asking): Promise<Answer>
  refresh(client: ClientName, refreshToken: unknown, fields?: Fields): Promise<Answer>
  introspect(token: unknown, client?: ClientName): Promise<Readonly<Record<string, unknown>>>
  close(): Promise<void>
}

/** Starts a server for a test file; it is closed and its file removed after the tests. */
export async function startServer(
  change: (config: TestConfig) => Partial<TestConfig> = () => ({}),
  options: Pick<
    ServerOptions,
    | 'accounts'
    | 'claims'
    | 'grants'
    | 'clientAuthenticationMethods'
    | 'responseTypes'
    | 'responseModes'
    | 'products'
    | 'identityScopes'
    | 'languages'
    | 'routes'
    | 'playground'
  > = {},
): Promise<TestServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-test-'))
  const database = path.join(folder, 'valetkey.db')
  let config: TestConfig = { ...testConfig, database: `sqlite:${database}`, ...change(testConfig) }
  const issuer = String(config.issuer)
  let offset = 0
  const open = () => openServer(folder, config, { ...options, clock: () => Date.now() + offset, say: () => {} })
  await writeMigratedDatabase(String(config.database))
  let server: Server | undefined = await open()
  const send: Fetch = (request, info) =>
    server?.fetch(request, info) ?? Promise.reject(new Error('the server is closed'))
  const close = async () => {
    await server?.close()
    server = undefined
  }
  const browsers = { alice: createBrowser(send), bob: createBrowser(send) }
  after(async () => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  })

  const one: TestServer = {
    issuer,
    folder,
    database,
    fetch: send,
    pass: (seconds) => {
      offset += seconds * 1000
    },
    async restart(alter = () => ({})) {
      await close()
      config = { ...config, ...alter(config) }
      server = await open()
    },
    browser: () => createBrowser(send),
    async authorize(name, fields = {}, { person = 'alice', browser = browsers[person], ...consent } = {}) {
      const request = authorizationRequest(name, fields)
      const start = await browser.open(`${issuer}/authorize?${encode(request.fields)}`)
      const outcome = readOutcome(await walk(browser, start, people[person], consent))
      return { ...outcome, state: request.state, verifier: request.verifier }
    },
    async post(target, name, fields, init = {}) {
      const { headers, extra } = name === undefined ? { headers: {}, extra: {} } : credentials(name)
      const body = typeof fields === 'string' ? fields : encode({ ...extra, ...fields }).toString()
      const all = { 'content-type': 'application/x-www-form-urlencoded', ...headers, ...init.headers }
      return toAnswer(await send(new Request(issuer + target, { method: 'POST', body, ...init, headers: all })))
    },
    token: (name, fields, init) => one.post('/token', name, fields, init),
    redeem: (name, outcome, fields = {}) =>
      one.token(name, {
        grant_type: 'authorization_code',
        code: outcome.fields.get('code') ?? `none: ${outcome.fields}`,
        redirect_uri: redirectUri(name),
        code_verifier: outcome.verifier,
        ...fields,
      }),
    async grant(name = 'web', fields, asking) {
      return one.redeem(name, await one.authorize(name, fields, asking))
    },
    refresh: (name, token, fields) =>
      one.token(name, { grant_type: 'refresh_token', refresh_token: String(token), ...fields }),
    async introspect(token, name = 'api') {
      return (await one.post('/introspect', name, { token: String(token) })).json
    },
    close,
  }
  return one
}

/** Returns the first redirect URI of a client. */
export function redirectUri(name: ClientName): string | undefined {
  const client = testClients[name]
  return 'redirect_uris' in client ? client.redirect_uris[0] : undefined
}

/** Fills in the required parameters of an authorization request. */
export function authorizationRequest(name: ClientName, fields: Fields = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const standard = {
    response_type: 'code',
    client_id: testClients[name].client_id,
    redirect_uri: redirectUri(name),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  return { verifier, state, fields: { ...standard, ...fields } }
}

/** Builds the header or the fields that a client authenticates with. */
export function credentials(name: ClientName) {
  const client = testClients[name]
  if (!('client_secret' in client)) return { headers: {}, extra: { client_id: client.client_id } }
  const { client_id, client_secret } = client
  if ('token_endpoint_auth_method' in client) return { headers: {}, extra: { client_id, client_secret } }
  return { headers: { authorization: basic(client_id, client_secret) }, extra: {} }
}

/** Writes an `Authorization: Basic` header without percent-encoding. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

async function openServer(folder: string, config: TestConfig, options: ServerOptions): Promise<Server> {
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(file, JSON.stringify(withKnownHashes(config))) // JSON is YAML
  return createServer(readConfig({ file, environment: {}, options: {} }), options)
}
