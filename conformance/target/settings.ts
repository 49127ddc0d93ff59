import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/** A client that the issuer knows, with the member names of RFC 7591. */
export interface TestClient {
  readonly client_id: string
  readonly client_secret?: string
  readonly token_endpoint_auth_method?: string
  readonly redirect_uri?: string
  /** The scopes that it may request; at least two, to check scopes. */
  readonly scope?: string
  /** The API that it requests (RFC 8707). */
  readonly resource?: string
  readonly post_logout_redirect_uri?: string
}

/** The roles of clients; a rule is skipped if no client has its role. */
export type Role =
  /** Confidential, `client_secret_basic`, code and refresh. */
  | 'web'
  /** Confidential, code and refresh; a different client from `web`. */
  | 'other'
  /** Confidential, `client_secret_post`. */
  | 'post'
  /** Public, with a redirect to a loopback address. */
  | 'native'
  /** Confidential, client credentials. */
  | 'machine'
  /** Allowed the implicit grant. */
  | 'implicit'
  /** Allowed the password grant. */
  | 'password'
  /** Allowed to leave out PKCE. */
  | 'without-pkce'
  /** May introspect tokens that `web` gets. */
  | 'api'
  /** The static client of the certification suite: `client_secret_basic`, all identity scopes, allowed to leave out PKCE. */
  | 'client'
  /** The same, another client. */
  | 'client2'
  /** The same, with `client_secret_post`. */
  | 'client_secret_post'

/** The settings of a conformance run. */
export interface Settings {
  readonly issuer: string
  readonly clients: Readonly<Partial<Record<Role, TestClient>>>
  readonly person?: { readonly username: string; readonly password: string }
  /** Runs the rules whose path has one of these words. */
  readonly only: readonly string[]
  /** Runs the rules that wait for half a minute or longer too. */
  readonly slow?: boolean
}

/** Explains the command. */
export const usage = `Usage: npm run conformance -- --issuer URL [options]

  --settings FILE        JSON: { issuer, person: { username, password }, clients: { web: {…}, … } }
  --client-id ID         the client "web": confidential, client_secret_basic, code and refresh
  --client-secret TEXT   its secret
  --redirect-uri URL     its redirect URI
  --scope "NAMES"        the scopes it may request
  --username, --password the account that logs in
  --only WORD            only rules whose path has the word (may be repeated)
  --slow                 run the rules that wait for half a minute too
  --json                 print results as JSON

Roles of clients: web, other, post, native, machine, implicit, password, without-pkce, api, and for OpenID Connect
client, client2, client_secret_post.
A client: { client_id, client_secret, token_endpoint_auth_method, redirect_uri, scope, resource, post_logout_redirect_uri }.`

/** Reads the command line and the settings file that it names. @throws Error with a message for the user */
export function readSettings(args: readonly string[]): Settings & { readonly json: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      issuer: { type: 'string' },
      settings: { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      'redirect-uri': { type: 'string' },
      scope: { type: 'string' },
      username: { type: 'string' },
      password: { type: 'string' },
      only: { type: 'string', multiple: true },
      slow: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const file = values.settings === undefined ? {} : readFile(values.settings)
  const issuer = values.issuer ?? file.issuer
  if (issuer === undefined || !URL.canParse(issuer)) throw new Error('--issuer is required and must be a URL')
  const own = given({
    client_id: values['client-id'],
    client_secret: values['client-secret'],
    redirect_uri: values['redirect-uri'],
    scope: values.scope,
  })
  const web =
    own.client_id === undefined ? file.clients?.web : { ...file.clients?.web, ...own, client_id: own.client_id }
  const { username = file.person?.username, password = file.person?.password } = values
  return {
    issuer,
    clients: { ...file.clients, ...(web === undefined ? {} : { web }) },
    ...(username === undefined || password === undefined ? {} : { person: { username, password } }),
    only: values.only ?? [],
    slow: values.slow ?? false,
    json: values.json ?? false,
  }
}

function readFile(path: string): Partial<Settings> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Settings> // what is x
  } catch (cause) {
    throw new Error(`${path} is not a readable JSON file`, { cause })
  }
}

function given<T extends Readonly<Record<string, string | undefined>>>(all: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string
  }
}
