import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server as HttpServer } from 'node:http'
import { test } from 'node:test'
import type { Server } from 'valetkey'
import { writeSnippets } from '../docs/snippets.ts'
import { walk } from './clients/walk.ts'
import { findFreePorts } from './free-ports.ts'

const page = readFileSync(new URL('../docs/embedding.md', import.meta.url), 'utf8')
process.env.VALETKEY_LOG ??= 'error'

for (const file of ['hono.ts', 'express.ts', 'fastify.ts']) {
  test(`the server can be mounted in another app as ${file} of the page shows`, async () => {
    const [port = 0] = await findFreePorts(1)
    const origin = `http://localhost:${port}`
    const placed = writeSnippets(page, {
      'http://localhost:3000': origin,
      'port: 3000': `port: ${port}`,
      'listen(3000': `listen(${port}`,
      'sqlite:./valetkey.db': "'sqlite::memory:'",
    })
    const before = process.cwd()
    process.chdir(placed.folder) // where the reader starts it: the folder of valetkey.yaml
    try {
      const { server } = (await placed.load('server.ts')) as { readonly server: Server }
      const { listener } = (await placed.load(file)) as { readonly listener: HttpServer }
      if (!listener.listening) await once(listener, 'listening')
      try {
        await hold(server, origin)
      } finally {
        listener.closeAllConnections()
        listener.close()
        await server.close()
      }
    } finally {
      process.chdir(before)
      placed.remove()
    }
  })
}

async function hold(server: Server, origin: string): Promise<void> {
  assert.equal(await (await fetch(origin)).text(), 'your own page')

  const home = await fetch(server.issuer, { redirect: 'manual' })
  assert.equal(home.headers.get('location'), '/id/', 'the issuer itself leads to the start page')
  const metadata = await fetch(`${origin}/.well-known/oauth-authorization-server/id`)
  const { issuer, token_endpoint } = (await metadata.json()) as { issuer: string; token_endpoint: string }
  assert.equal(issuer, server.issuer)
  const robot = { authorization: `Basic ${btoa('robot:a-long-random-secret-that-only-the-robot-knows')}` }
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const token = await fetch(token_endpoint, { method: 'POST', headers: robot, body })
  assert.equal(token.status, 200)
  assert.equal(((await token.json()) as { scope: string }).scope, 'read')

  const refused = await fetch(token_endpoint, {
    method: 'POST',
    headers: { authorization: 'Basic cm9ib3Q6eA==' },
    body,
  })
  assert.equal(refused.status, 401)
  assert.match(refused.headers.get('www-authenticate') ?? '', /^Basic /)

  const form = { method: 'POST', headers: { ...robot, 'content-type': 'application/x-www-form-urlencoded' } }
  const huge = await fetch(token_endpoint, { ...form, body: `a=${'x'.repeat(200_000)}` })
  assert.equal(huge.status, 413)
  const wrong = await fetch(token_endpoint, { ...form, headers: { ...robot, 'content-type': 'text/plain' }, body: 'x' })
  assert.equal(wrong.status, 400)
  assert.equal((await fetch(`${issuer}/nothing`)).status, 404)

  const login = await fetch(`${issuer}/login`)
  assert.match(login.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  assert.equal(login.headers.get('x-content-type-options'), 'nosniff')
  assert.equal((await walk(`${issuer}/login`, `${issuer}/keys`)).pathname, '/id/keys')
}
