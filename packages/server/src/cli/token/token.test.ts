import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const client = { client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }
const place = await createPlace({
  apis: [contacts],
  clients: [
    { ...client, client_id: 'reports' },
    { ...client, client_id: 'poster', token_endpoint_auth_method: 'client_secret_post' },
  ],
})
const server = await place.serve()
const secretFile = path.join(place.folder, 'reports.secret')
writeFileSync(secretFile, `${secret}\n`)
const get = ['token', '--client', 'reports', '--secret-file', secretFile, '--issuer', server.issuer]

test('token prints only the token, and explain shows its content and that it is valid', async () => {
  const { stdout: token } = await place.run(get)
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  const { code, stdout, stderr } = await place.run(['token', 'explain', token.trim()])
  assert.equal(code, 0)
  assert.match(
    stdout,
    /a JWT access token \(RFC 9068\)[\s\S]*client +reports[\s\S]*scope +read[\s\S]*\(in (?:9|10) minutes\)/,
  )
  assert.match(stderr, /was not checked/)
  const checked = await place.run(['token', 'explain', '--config', place.file], { input: token })
  assert.equal(checked.code, 0)
  assert.match(checked.stdout, /active: the token is valid now/)
})

test('explain gives the reason why a token is not valid', async () => {
  const { access_token: token } = JSON.parse((await place.run([...get, '--json'])).stdout)
  const forged = `${token.slice(0, -8)}AAAAAAAA`
  const why = async (one: string) => (await place.json('token', 'explain', one)).reason
  assert.equal(await why(forged), 'none of the published keys signed it')
  assert.equal(await why('vka_unknown'), 'no access token of this server, or it expired long ago')
  assert.equal(await why('vkr_unknown'), 'no refresh token of this server, or it expired long ago')
  const body = new URLSearchParams({ token })
  await fetch(`${server.issuer}/revoke`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`reports:${secret}`)}` },
    body,
  })
  assert.equal(await why(token), 'it was revoked')
  assert.equal((await place.run(['token', 'explain', 'gibberish', '--config', place.file])).code, 1)
})

test('an error response of the server is reported with its reason', async () => {
  const env = { VALETKEY_CLIENT_SECRET: secret }
  const args = ['token', '--issuer', server.issuer, '--client']
  const wrong = await place.run([...args, 'reports'], { env: { VALETKEY_CLIENT_SECRET: 'wrong' } })
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /responded with 401: invalid_client/)
  assert.match((await place.run([...args, 'reports', '--scope', 'delete'], { env })).stderr, /400: invalid_scope/)
  assert.match((await place.run([...args, 'poster'], { env })).stderr, /is registered for client_secret_post/)
  assert.equal((await place.run([...args, 'poster', '--auth-method', 'client_secret_post'], { env })).code, 0)
  assert.equal((await place.run(['token'])).code, 2)
  assert.equal((await place.run([...args, 'reports'])).code, 2, 'no secret anywhere')
  const gone = await place.run(['token', '--issuer', 'http://localhost:9', '--client', 'reports'], { env })
  assert.equal(gone.code, 1)
  assert.match(gone.stderr, /cannot be reached/)
})

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('explain reports an unsigned JWT as invalid, with exit code 1 (RFC 8725 §3.2)', async () => {
  for (const alg of ['none', 'NONE', undefined]) {
    const token = `${part({ alg, typ: 'at+jwt' })}.${part({ sub: 'alice' })}.`
    const { code, stdout } = await place.run(['token', 'explain', token])
    assert.equal(code, 1)
    assert.match(stdout, /invalid: it is not signed/)
    assert.doesNotMatch(stdout, /never/)
    const asJson = JSON.parse((await place.run(['token', 'explain', token, '--json'])).stdout)
    assert.equal(asJson.active, false)
  }
})

test('control characters and line breaks in tokens and server responses are escaped on the terminal', async () => {
  const evil = '\u001b[2Jx\n\nactive: the token is valid now\u202e\u009b31m\u200b'
  const header = { alg: 'ES256', typ: evil, kid: evil }
  const token = `${part(header)}.${part({ iss: evil, sub: evil, scope: evil, [evil]: evil, list: [evil] })}.c2ln`
  const acting = /[^\P{Cc}\n]|[\u200b\u202e\u009b]/u
  for (const args of [[], ['--json'], ['--config', place.file], ['--config', place.file, '--json']]) {
    const { stdout, stderr } = await place.run(['token', 'explain', token, ...args])
    assert.doesNotMatch(stdout + stderr, acting)
    assert.doesNotMatch(stdout, /^active/m)
  }
  const answering = createServer((request, response) => {
    const issuer = `http://localhost:${(answering.address() as { port: number }).port}`
    const isMetadata = request.url?.includes('well-known')
    response.statusCode = isMetadata ? 200 : 400
    response.end(
      JSON.stringify(
        isMetadata
          ? { issuer, token_endpoint: `${issuer}/token` }
          : { error: 'invalid_request', error_description: evil },
      ),
    )
  }).listen(0)
  await once(answering, 'listening')
  const issuer = `http://localhost:${(answering.address() as { port: number }).port}`
  const env = { VALETKEY_CLIENT_SECRET: secret }
  for (const json of [[], ['--json']]) {
    const refused = await place.run(['token', '--client', 'reports', '--issuer', issuer, ...json], { env })
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /invalid_request/)
    assert.doesNotMatch(refused.stderr, acting)
    assert.doesNotMatch(refused.stderr, /^active/m)
  }
  answering.close()
})
