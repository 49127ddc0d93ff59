import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Holds what a request to the test server was. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  readonly form: URLSearchParams
  readonly authorization: string | undefined
}

/** Answers a request: JSON by default, texts and bytes as they are; `hang` never answers, `drop` cuts the connection, `cut` in mid-answer. */
export type Answer =
  | { readonly status?: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'drop'
  | 'cut'

/** Describes how the test server behaves; what is left out answers as a plain server would. */
export interface Behaviour {
  metadata?: (issuer: string, path: string) => Answer
  token?: (seen: Seen, count: number) => Answer | Promise<Answer>
  revoke?: (seen: Seen) => Answer
  introspect?: (seen: Seen) => Answer
  jwks?: () => Answer
  userinfo?: (seen: Seen) => Answer
  api?: (seen: Seen, count: number) => Answer | Promise<Answer>
}

/** Starts an authorization server (and an API at `/api`) of which a test says how each endpoint answers. */
export async function startTestServer(behaviour: Behaviour = {}, port = 0) {
  const seen: Seen[] = []
  const at = (path: string) => seen.filter((one) => one.path === path)
  const server = createServer(async (request, response) => {
    const one = await read(request)
    seen.push(one)
    send(response, await answer(one))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function answer(one: Seen): Promise<Answer> {
    const { metadata = plainMetadata, token = plainToken, revoke = () => ({ body: '' }) } = behaviour
    const { jwks = () => ({ body: { keys: [] } }), userinfo = () => ({ body: { sub: 'u1' } }) } = behaviour
    const { introspect = () => ({ body: { active: true, scope: 'read' } }), api = () => ({ body: {} }) } = behaviour
    if (one.path.startsWith('/.well-known/')) return metadata(issuer, one.path)
    if (one.path === '/token') return token(one, at('/token').length)
    if (one.path === '/revoke') return revoke(one)
    if (one.path === '/introspect') return introspect(one)
    if (one.path === '/jwks') return jwks()
    if (one.path === '/userinfo') return userinfo(one)
    return api(one, at('/api').length)
  }
  return {
    issuer,
    at,
    behaviour,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Says where everything is, under the RFC's own well-known name. */
export function plainMetadata(issuer: string, path: string): Answer {
  if (!path.startsWith('/.well-known/oauth-authorization-server')) return { status: 404, body: 'no such page' }
  return { body: metadataOf(issuer) }
}

/** Lists the endpoints of the test server. */
export function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    end_session_endpoint: `${issuer}/logout`,
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
  }
}

function plainToken(one: Seen, count: number): Answer {
  return tokenAnswer(`token-${count}`, { scope: one.form.get('scope') ?? 'read' })
}

/** Answers as a token endpoint does. */
export function tokenAnswer(accessToken: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { body: { access_token: accessToken, token_type: 'Bearer', expires_in: 3600, scope: 'read', ...more } }
}

async function read(request: IncomingMessage): Promise<Seen> {
  let text = ''
  for await (const chunk of request) text += chunk
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
  return {
    method: request.method ?? '',
    path,
    query,
    body: text,
    form: new URLSearchParams(text),
    authorization: request.headers.authorization,
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return
  if (answer === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
    response.write('{"access_token":"', () => response.destroy())
    return
  }
  if (answer === 'drop') {
    response.destroy()
    return
  }
  const { body } = answer
  const text = typeof body === 'string' || body instanceof Uint8Array
  response.writeHead(answer.status ?? 200, {
    'content-type': text ? 'text/html' : 'application/json',
    connection: 'close',
    ...answer.headers,
  })
  response.end(text ? body : JSON.stringify(body))
}
