import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parameter, splitParameters } from '@valetkey/protocol'
import { assertGranted, startServer, testClients } from '../../testing/server.ts'
import type { OAuthRequest } from '../request.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { present, toAttempt } from './present.ts'
import { Proven } from './proven.ts'

const issuer = 'https://id.example.com/issuer'

/** Authenticates a request whose `client_assertion` is the method and URL that it was sent with, as a signed one would be. */
const boundAssertion: ClientAuthenticationMethod = {
  name: 'bound_assertion',
  isConfidential: true,
  needsSecret: false,
  recognizes: ({ form }) => parameter(form, 'bound_proof') !== undefined,
  async authenticate({ form, method, url }, client) {
    return parameter(form, 'bound_proof') === `${method} ${url}` ? Proven.client(client) : undefined
  },
}

test('a method sees the HTTP method and the absolute URL of the request (RFC 7523 §3)', async () => {
  const { client_secret: _, ...machine } = testClients.machine
  const signer = { ...machine, client_id: 'signer', token_endpoint_auth_method: boundAssertion.name }
  const server = await startServer(({ clients }) => ({ clients: [...clients, signer] }), {
    clientAuthenticationMethods: [boundAssertion],
  })
  const { origin, pathname } = new URL(`${server.issuer}/token`)
  const send = async (sentTo: string, assertion: string) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'read',
      client_id: 'signer',
      bound_proof: assertion,
    })
    const response = await server.fetch(new Request(sentTo, { method: 'POST', body }))
    return response.status
  }
  assertGranted(
    await server.token(undefined, {
      grant_type: 'client_credentials',
      scope: 'read',
      client_id: 'signer',
      bound_proof: `POST ${origin}${pathname}`,
    }),
  )
  assert.equal(await send(`${origin}${pathname}?a=%2F`, `POST ${origin}${pathname}?a=%2F`), 200)
  // The host is the issuer's: a request cannot choose the audience of an assertion by its Host header.
  assert.equal(await send(`https://evil.example${pathname}`, `POST ${origin}${pathname}`), 200)
  assert.equal(await send(`https://evil.example${pathname}`, `POST https://evil.example${pathname}`), 401)
  assert.equal(await send(`${origin}${pathname}`, `GET ${origin}${pathname}`), 401)
})

const request = (more: Partial<OAuthRequest>): OAuthRequest => ({
  method: 'POST',
  url: '/issuer/token',
  headers: new Headers(),
  text: async () => '',
  ...more,
})
const form = splitParameters('')
const means = {
  address: undefined,
  isSecretOf: async () => false,
  assertions: () => assert.fail('no assertion is verified'),
}

for (const [target, url] of [
  ['/issuer/token', 'https://id.example.com/issuer/token'],
  ['/issuer/token?', 'https://id.example.com/issuer/token'],
  ['/issuer/token?a=b?c', 'https://id.example.com/issuer/token?a=b?c'],
  ['//evil.example/token', 'https://id.example.com//evil.example/token'],
  ['http://evil.example/issuer/token?x', 'https://id.example.com/issuer/token?x'],
  ['http://evil.example', 'https://id.example.com/'],
] as const) {
  test(`the URL of a request to ${target} is at the issuer's scheme and host`, () => {
    const presented = present(request({ url: target }), form, issuer)
    assert.equal(presented.url, url)
    assert.equal(toAttempt(presented, means).url, url)
  })
}

test('the URL is computed only for a method that reads it', () => {
  const one = request({})
  const untouched: OAuthRequest = {
    ...one,
    get url(): string {
      throw new Error('the URL was read')
    },
  }
  const attempt = toAttempt(present(untouched, form, issuer), means)
  assert.equal(attempt.method, 'POST')
  assert.throws(() => attempt.url, /the URL was read/)
})

test('a method sees the certificate of the connection, or undefined where there is none (RFC 8705 §2)', () => {
  const certificate = { raw: new Uint8Array([48, 130]) }
  assert.equal(toAttempt(present(request({ certificate }), form, issuer), means).certificate, certificate)
  assert.equal(toAttempt(present(request({}), form, issuer), means).certificate, undefined)
})
