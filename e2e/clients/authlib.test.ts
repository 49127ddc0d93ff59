import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'
import { walk } from './walk.ts'

/** Debian's Python, since its packages are not visible to others. */
const python = '/usr/bin/python3'
const skip =
  spawnSync(python, ['-c', 'import authlib, requests']).status !== 0 &&
  'no Authlib is installed (apt-get install python3-authlib python3-requests)'
const methods = ['client_secret_basic', 'client_secret_post'] as const
let site: OpenIdSite

interface Result {
  readonly claims: Readonly<Record<string, unknown>>
  readonly user: Readonly<Record<string, unknown>>
  readonly again: Readonly<Record<string, unknown>>
  readonly isNewToken: boolean
  readonly revocation: number
}

before(async () => {
  if (skip) return
  const client = (app: string) => ({
    client_secret: secret,
    redirect_uris: [`${app}/callback`],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email',
  })
  site = await startOpenIdSite({
    client,
    handle: () => (_, response) => response.end(),
    change: (config, app) => ({
      ...config,
      clients: methods.map((method) => ({ client_id: method, token_endpoint_auth_method: method, ...client(app) })),
    }),
  })
})
after(() => site?.close())

/** Runs the script, and walks to the URL that it prints. */
async function logIn(clientId: string): Promise<Result> {
  const callback = `${site.app}/callback`
  const script = path.join(import.meta.dirname, 'authlib-login.py')
  const args = [script, site.issuer, clientId, secret, callback, clientId]
  const child = spawn(python, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const url = await lines.next()
    assert.ok(!url.done, 'the script ended before it printed a URL')
    child.stdin.end(`${(await walk(url.value, callback)).href}\n`)
    const result = await lines.next()
    assert.ok(!result.done, 'the script ended before it printed a result')
    return JSON.parse(result.value) as Result
  } finally {
    child.kill()
  }
}

for (const method of methods) {
  test(`Authlib (Python): login with PKCE, userinfo, refresh and revocation with ${method}`, { skip }, async () => {
    const { claims, user, again, isNewToken, revocation } = await logIn(method)
    assert.equal(claims.aud, method)
    assert.equal(user.sub, claims.sub)
    assert.equal(user.name, 'Alice Liddell')
    assert.equal(user.email, 'alice@example.com')
    assert.deepEqual(again, user)
    assert.ok(isNewToken)
    assert.equal(revocation, 200)
  })
}
