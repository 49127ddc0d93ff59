import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseBasicCredentials } from '@valetkey/protocol'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** An authorization server for tests, listening on a port: publishes keys, signs any claims, introspects its opaque tokens. */
export interface TestIssuer {
  readonly url: string
  readonly requests: { metadata: number; jwks: number; introspect: number }
  /** Faults: each field replaces the correct behaviour. */
  readonly bend: {
    metadata?: object
    cacheControl?: string
    answer?: (request: IncomingMessage, response: ServerResponse) => boolean
  }
  /** Signs a JWT access token; claims and header members given replace the usual ones, undefined removes one. */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: CryptoKey): Promise<string>
  /** Issues an opaque token; members given replace the usual ones. */
  issueOpaque(answer?: Record<string, unknown>): string
  revoke(token: string): void
  /** Signs with a new key from now on; the old one is no longer published. */
  rotate(alg?: string): Promise<void>
  readonly publicKeys: JWK[]
  close(): Promise<void>
}

export const testAudience = 'https://contacts.example.com'

export const testIntrospection = { clientId: 'contacts-api', clientSecret: 'a secret: with %' }

export async function startTestIssuer(): Promise<TestIssuer> {
  const requests = { metadata: 0, jwks: 0, introspect: 0 }
  const bend: TestIssuer['bend'] = {}
  const opaque = new Map<string, Record<string, unknown>>()
  const publicKeys: JWK[] = []
  let current: { key: CryptoKey; alg: string; kid: string } | undefined

  const server = createServer(async (request, response) => {
    const name = request.url?.startsWith('/.well-known/') ? 'metadata' : request.url?.slice(1)
    if (name === 'metadata' || name === 'jwks' || name === 'introspect') requests[name]++
    if (bend.answer?.(request, response)) return
    if (request.url === '/.well-known/oauth-authorization-server') return send(response, bend.metadata ?? metadata())
    if (name === 'jwks') return send(response, { keys: publicKeys }, bend.cacheControl)
    if (name === 'introspect') return introspect(request, response)
    response.writeHead(404).end()
  })
  const metadata = () => ({ issuer: url, jwks_uri: `${url}/jwks`, introspection_endpoint: `${url}/introspect` })

  async function introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const credentials = parseBasicCredentials(request.headers.authorization ?? '')
    const { clientId, clientSecret } = testIntrospection
    if (credentials?.clientId !== clientId || credentials.clientSecret !== clientSecret) {
      response.writeHead(401).end('{"error":"invalid_client","error_description":"who is this"}')
      return
    }
    let form = ''
    for await (const chunk of request) form += chunk
    send(response, opaque.get(new URLSearchParams(form).get('token') ?? '') ?? { active: false })
  }

  const usual = () => {
    const time = Math.floor(Date.now() / 1000)
    return {
      iss: url,
      sub: 'alice',
      aud: testAudience,
      client_id: 'contacts-web',
      scope: 'read create',
      iat: time,
      exp: time + 600,
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

  const issuer: TestIssuer = {
    url,
    requests,
    bend,
    publicKeys,
    async sign(claims = {}, header = {}, key) {
      if (!current) throw new Error('no key')
      const payload = { ...usual(), jti: randomBytes(8).toString('hex'), ...claims }
      const protectedHeader = { typ: 'at+jwt', alg: current.alg, kid: current.kid, ...header }
      return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key ?? current.key)
    },
    issueOpaque(answer = {}) {
      const token = randomBytes(24).toString('base64url')
      opaque.set(token, { active: true, token_type: 'Bearer', ...usual(), ...answer })
      return token
    },
    revoke(token) {
      opaque.delete(token)
    },
    async rotate(alg = 'ES256') {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
      const kid = randomBytes(6).toString('hex')
      publicKeys.splice(0, publicKeys.length, { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' })
      current = { key: privateKey, alg, kid }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await issuer.rotate()
  return issuer
}

function send(response: ServerResponse, body: object, cacheControl = 'max-age=3600'): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': cacheControl })
  response.end(JSON.stringify(body))
}
