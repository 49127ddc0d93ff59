import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** What a provider would do, changed by a test to be hostile. */
export interface FakeProvider {
  readonly issuer: string
  readonly host: string
  /** The user who logs in there. */
  user: Readonly<Record<string, unknown>>
  /** Changes the ID token's claims. */
  claims: (claims: JWTPayload) => JWTPayload
  /** Signs an ID token; by default with the published key. */
  sign: (claims: JWTPayload) => Promise<string>
  /** Answers a path instead of the provider. */
  readonly instead: Map<string, (request: IncomingMessage, response: ServerResponse) => void>
  /** The paths that were requested, with the forms of token requests. */
  readonly requests: { readonly path: string; readonly form: URLSearchParams; readonly authorization: string }[]
  /** Makes a code for the browser that was sent to `address`, and returns the address it comes back to. */
  allow(address: string, change?: Readonly<Record<string, string | undefined>>): string
  /** Signs any token with the published key. */
  signAs(claims: JWTPayload, typ?: string): Promise<string>
}

const clientId = 'valetkey at the fake'

/** Starts a provider on loopback, with OpenID Connect, and with the endpoints of one that has only a userinfo. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const nonces = new Map<string, string | null>()
  let codes = 0
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const form = new URLSearchParams(body)
    one.requests.push({ path: pathname, form, authorization: request.headers.authorization ?? '' })
    const instead = one.instead.get(pathname)
    if (instead !== undefined) return instead(request, response)
    const send = (value: unknown) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    }
    if (pathname === '/.well-known/openid-configuration') {
      return send({
        issuer: one.issuer,
        authorization_endpoint: `${one.issuer}/authorize`,
        token_endpoint: `${one.issuer}/token`,
        userinfo_endpoint: `${one.issuer}/userinfo`,
        jwks_uri: `${one.issuer}/jwks`,
        end_session_endpoint: `${one.issuer}/logout`,
        authorization_response_iss_parameter_supported: true,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    }
    if (pathname === '/jwks') return send({ keys: [jwk] })
    if (pathname === '/token') {
      const now = Math.floor(Date.now() / 1000)
      const claims = one.claims({
        iss: one.issuer,
        aud: clientId,
        iat: now,
        exp: now + 300,
        nonce: nonces.get(form.get('code') ?? '') ?? undefined,
        ...one.user,
      } as JWTPayload)
      return send({ access_token: 'access', token_type: 'bearer', id_token: await one.sign(claims) })
    }
    if (pathname === '/oauth/token') return send({ access_token: 'access', token_type: 'bearer', scope: '' })
    if (pathname === '/userinfo' || pathname === '/user') return send(one.user)
    response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const signAs = (claims: JWTPayload, typ = 'JWT') =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', typ }).sign(privateKey)
  const one: FakeProvider = {
    issuer: `http://${host}`,
    host,
    user: { sub: 'mallory-1', name: 'Fay Fake', email: 'fay@fake.example', email_verified: true },
    claims: (claims) => claims,
    sign: (claims) => signAs(claims),
    instead: new Map(),
    requests: [],
    allow(sent, change = {}) {
      const { searchParams: asked } = new URL(sent)
      const code = `code ${codes++}`
      nonces.set(code, asked.get('nonce'))
      const back = new URL(asked.get('redirect_uri') ?? '')
      const fields = { code, state: asked.get('state') ?? '', iss: one.issuer, ...change }
      for (const [name, value] of Object.entries(fields)) if (value !== undefined) back.searchParams.set(name, value)
      return back.href
    },
    signAs,
  }
  return one
}

/** The entry of a fake provider with OpenID Connect. */
export function openIdEntry({ issuer }: FakeProvider, more: Readonly<Record<string, unknown>> = {}) {
  const secret = 'a secret of the fake provider'
  return { name: 'fake', label: 'Fakebook', issuer, client_id: clientId, client_secret: secret, ...more }
}

/** The entry of the same one as an OAuth 2.0 provider that has a userinfo only, as GitHub. */
export function userinfoEntry({ issuer }: FakeProvider, more: Readonly<Record<string, unknown>> = {}) {
  return {
    name: 'hub',
    label: 'Codehub',
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    userinfo_endpoint: `${issuer}/user`,
    client_id: clientId,
    client_secret: 'a secret of the fake provider',
    claims: { name: 'name', preferred_username: 'login', email: 'email', picture: 'avatar_url' },
    ...more,
  }
}
