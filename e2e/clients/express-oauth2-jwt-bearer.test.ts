import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import { after, before, test } from 'node:test'
import express, { type ErrorRequestHandler } from 'express'
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer'
import type { Server } from 'valetkey'
import { apis, serve, web } from './serve.testing.ts'

let server: Server
before(async () => {
  server = await serve()
})
after(() => server.close())

const refuse: ErrorRequestHandler = (error: { status?: number; headers?: object }, _request, response, _next) => {
  response
    .status(error.status ?? 500)
    .set({ ...error.headers })
    .end()
}

async function startApi(audience: string, algorithm: string): Promise<{ url: string; server: HttpServer }> {
  const verify = auth({
    issuer: server.issuer,
    jwksUri: `${server.issuer}/jwks`,
    audience,
    tokenSigningAlg: algorithm,
    strict: true,
  })
  const app = express()
    .get('/contacts', verify, requiredScopes('read'), (request, response) => {
      response.json(request.auth?.payload)
    })
    .use(refuse)
    .listen(0, '127.0.0.1')
  await once(app, 'listening')
  const address = app.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/contacts`, server: app }
}

async function getToken(resource: string, scope: string): Promise<string> {
  const response = await fetch(`${server.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${web.id}:${web.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

for (const [algorithm, audience, other] of [
  ['ES256', apis.es256, apis.rs256],
  ['RS256', apis.rs256, apis.es256],
] as const) {
  test(`express-oauth2-jwt-bearer: our ${algorithm} tokens pass its strict checks, and others do not`, async () => {
    const api = await startApi(audience, algorithm)
    const ask = async (token: string) => fetch(api.url, { headers: { authorization: `Bearer ${token}` } })
    try {
      const response = await ask(await getToken(audience, 'read'))
      assert.equal(response.status, 200, response.headers.get('www-authenticate') ?? '')
      const { client_id, aud } = (await response.json()) as { client_id: string; aud: string }
      assert.deepEqual({ client_id, aud }, { client_id: web.id, aud: audience })
      assert.equal((await ask(await getToken(audience, 'create'))).status, 403)
      assert.equal((await ask(await getToken(other, 'read'))).status, 401)
      assert.equal((await ask(await getToken(apis.opaque, 'read'))).status, 401)
    } finally {
      api.server.closeAllConnections()
      api.server.close()
    }
  })
}
