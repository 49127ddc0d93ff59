import { createHash, randomBytes } from 'node:crypto'
import { type Browser, type Consent, createBrowser, type Page, readFormPost, walk } from '../browser/browser.ts'
import { Skip } from '../rule.ts'
import { type Answer, assertGranted, toAnswer } from './answer.ts'
import type { Role, Settings, TestClient } from './settings.ts'

/** Fields of a form or a query; a list repeats the name, `undefined` leaves it out. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

/** The client authentication method; the registered one by default. */
export type Credentials = 'client_secret_basic' | 'client_secret_post' | 'none'

/** The outcome of an authorization request. */
export interface Outcome {
  /** The last page shown by the browser. */
  readonly page: Page
  /** The address to which the response was sent, without its fields; undefined if the issuer showed a page. */
  readonly to: string | undefined
  readonly by: 'query' | 'fragment' | 'form_post' | undefined
  readonly fields: URLSearchParams
  /** The query of the address, which for a fragment or a form is that of the redirect URI. */
  readonly query: URLSearchParams
  /** The parameters of the request. */
  readonly state: string
  readonly verifier: string
}

/** Options of an authorization request. */
export interface Asking extends Consent {
  /** By default one shared by all requests, which stays logged in. */
  readonly browser?: Browser
}

/** The issuer under test, and the ways to talk to it. */
export interface Target {
  readonly issuer: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** Waits, in milliseconds. @throws Skip unless slow rules are asked for */
  pause(milliseconds: number): Promise<void>
  /** @throws Skip if no client has the role */
  client(role: Role): TestClient
  /** @throws Skip if the settings name no user */
  person(): { readonly username: string; readonly password: string }
  /** @throws Skip if the issuer has no such endpoint */
  endpoint(name: string): string
  /** Sends a valid authorization request, changed by `fields`, and follows it to its end. */
  authorize(client: TestClient, fields?: Fields, asking?: Asking): Promise<Outcome>
  /** Posts to the token endpoint as a client. */
  token(client: TestClient | undefined, fields: Fields, credentials?: Credentials): Promise<Answer>
  post(endpoint: string, client: TestClient | undefined, fields: Fields, credentials?: Credentials): Promise<Answer>
  /** Gets tokens with the authorization code flow. */
  grant(client: TestClient, fields?: Fields, asking?: Asking): Promise<Answer>
  /** Redeems the code of an outcome. */
  redeem(client: TestClient, outcome: Outcome, fields?: Fields, credentials?: Credentials): Promise<Answer>
}

/** Discovers an issuer (RFC 8414 §3) and prepares the target for the rules. */
export async function createTarget({ issuer, clients, person, slow }: Settings): Promise<Target> {
  const { origin, pathname } = new URL(issuer)
  const wellKnown = `${origin}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname}`
  const discovered = await toAnswer(await fetch(wellKnown))
  if (discovered.status !== 200) throw new Error(`no metadata at ${wellKnown}: ${discovered.status}`)
  const metadata = discovered.json
  const everyday = createBrowser()

  const target: Target = {
    issuer,
    metadata,
    async pause(milliseconds) {
      if (!slow) throw new Skip(`it waits for ${milliseconds / 1000} s: add --slow`)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
    },
    client(role) {
      const client = clients[role]
      if (client === undefined) throw new Skip(`the settings name no client with the role "${role}"`)
      return client
    },
    person() {
      if (person === undefined) throw new Skip('the settings name nobody who logs in')
      return person
    },
    endpoint(name) {
      const url = metadata[name]
      if (typeof url !== 'string') throw new Skip(`the metadata has no ${name}`)
      return url
    },
    async authorize(client, fields = {}, { browser = everyday, ...consent } = {}) {
      const verifier = randomBytes(32).toString('base64url')
      const state = randomBytes(8).toString('base64url')
      const query = encode({
        response_type: 'code',
        client_id: client.client_id,
        redirect_uri: client.redirect_uri,
        scope: client.scope,
        resource: client.resource,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...fields,
      })
      const start = await browser.open(`${target.endpoint('authorization_endpoint')}?${query}`)
      const page = await walk(browser, start, person ?? { username: '', password: '' }, consent)
      return { ...readOutcome(page), state, verifier }
    },
    token: (client, fields, credentials) => target.post(target.endpoint('token_endpoint'), client, fields, credentials),
    async post(endpoint, client, fields, credentials) {
      const { headers, extra } = present(client, credentials)
      return toAnswer(await fetch(endpoint, { method: 'POST', headers, body: encode({ ...extra, ...fields }) }))
    },
    async redeem(client, outcome, fields = {}, credentials) {
      const code = outcome.fields.get('code')
      if (code === null) throw new Error(`there is no code: ${outcome.fields} ${outcome.page.status}`)
      const rest = { redirect_uri: client.redirect_uri, code_verifier: outcome.verifier, ...fields }
      return target.token(client, { grant_type: 'authorization_code', code, ...rest }, credentials)
    },
    async grant(client, fields, asking) {
      target.person()
      const answer = await target.redeem(client, await target.authorize(client, fields, asking))
      assertGranted(answer)
      return answer
    },
  }
  return target
}

/** Encodes fields, one after the other. */
export function encode(fields: Fields): URLSearchParams {
  const encoded = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of value === undefined ? [] : typeof value === 'string' ? [value] : value) encoded.append(name, one)
  }
  return encoded
}

/** Reads the address and the fields of an authorization response. */
export function readOutcome(page: Page): Pick<Outcome, 'page' | 'to' | 'by' | 'fields' | 'query'> {
  const posted = readFormPost(page)
  const target = posted?.action ?? page.location
  const none = new URLSearchParams()
  if (target === undefined) return { page, to: undefined, by: undefined, fields: none, query: none }
  const [, to = '', search, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(target) ?? []
  const query = new URLSearchParams(search ?? '')
  if (posted !== undefined) return { page, to, by: 'form_post', fields: posted.fields, query }
  if (fragment !== undefined) return { page, to, by: 'fragment', fields: new URLSearchParams(fragment), query }
  return { page, to, by: 'query', fields: query, query }
}

function present(client: TestClient | undefined, credentials?: Credentials) {
  const { client_id, client_secret = '', token_endpoint_auth_method } = client ?? {}
  const registered = token_endpoint_auth_method ?? (client?.client_secret ? 'client_secret_basic' : 'none')
  const method = credentials ?? registered
  if (client_id === undefined) return { headers: {}, extra: {} }
  if (method !== 'client_secret_basic') {
    return { headers: {}, extra: { client_id, ...(method === 'none' ? {} : { client_secret }) } }
  }
  const pair = [client_id, client_secret].map((part) => encode({ x: part }).toString().slice(2)).join(':')
  return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, extra: {} }
}
