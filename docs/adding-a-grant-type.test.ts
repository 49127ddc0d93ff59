import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Server } from 'valetkey'
import { type SnippetFolder, writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('adding-a-grant-type.md', import.meta.url), 'utf8')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** Starts the page's server as a separate program and sends requests to it. */
async function ask(placed: SnippetFolder, more: string): Promise<{ status: string; body: Record<string, unknown> }> {
  const script = `${readFileSync(path.join(placed.folder, 'ask.sh'), 'utf8').trim()} ${more} -w '\\n%{http_code}'`
  const { stdout } = await promisify(execFile)('sh', ['-c', script])
  const [body = '', status = ''] = stdout.split('\n')
  return { status, body: JSON.parse(body) }
}

test('the grant of the page issues a token for a known badge and rejects others', async () => {
  const port = await freePort()
  const placed = writeSnippets(page, { 'localhost:4000': `localhost:${port}` })
  const before = process.cwd()
  process.chdir(placed.folder)
  try {
    const { server } = (await placed.load('server.ts')) as { readonly server: Server }
    try {
      const good = await ask(placed, '')
      assert.equal(good.status, '200', JSON.stringify(good.body))
      assert.equal(good.body.scope, 'read')
      const refused = await ask(placed, '-d scope=write')
      assert.equal(refused.body.error, 'invalid_scope')
      const metadata = await fetch(`http://127.0.0.1:${port}/.well-known/oauth-authorization-server`)
      assert.match(await metadata.text(), /urn:example:grant-type:badge/)
      const unknown = await fetch(`http://127.0.0.1:${port}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('door:a-long-random-secret-that-only-the-door-knows')}` },
        body: new URLSearchParams({ grant_type: 'urn:example:grant-type:badge', badge: '1' }),
      })
      assert.equal(unknown.status, 400)
    } finally {
      await server.close()
    }
  } finally {
    process.chdir(before)
    placed.remove()
  }
})
