import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startTestIssuer, type TestIssuer, testAudience, testIntrospection } from '../packages/guard/test-issuer.ts'
import { readSnippets, type SnippetFolder, writeSnippets } from './snippets.ts'

const markdown = readFileSync(path.join(import.meta.dirname, 'protect-an-api.md'), 'utf8')

let issuer: TestIssuer
let snippets: SnippetFolder
before(async () => {
  issuer = await startTestIssuer()
  process.env.CONTACTS_API_SECRET = testIntrospection.clientSecret
  snippets = writeSnippets(markdown, { 'https://id.example.com': issuer.url, '3000': '0' })
})
after(async () => {
  snippets.remove()
  await issuer.close()
})

async function withServer(file: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = (await snippets.load(file)).server as Server // every snippet but the fetch handler exports one
  try {
    if (!server.listening) await once(server, 'listening')
    const address = server.address()
    await use(`http://localhost:${typeof address === 'object' ? address?.port : ''}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

for (const file of ['express.ts', 'fastify.ts', 'hono.ts', 'node.ts']) {
  test(`the snippet ${file} protects an API`, () =>
    withServer(file, async (url) => {
      const granted = await fetch(`${url}/contacts`, bearer(await issuer.sign()))
      assert.deepEqual(await granted.json(), { owner: 'alice', contacts: ['Grace', 'Alan'] })
      const unknown = await fetch(`${url}/contacts`)
      assert.equal(unknown.status, 401)
      assert.equal(unknown.headers.get('www-authenticate'), `Bearer realm="${testAudience}", scope="read"`)
      const other = await fetch(`${url}/contacts`, bearer(await issuer.sign({ scope: 'create' })))
      assert.equal(other.status, 403)
    }))
}

test('the snippet fetch.ts protects an API', async () => {
  const { GET } = await snippets.load('fetch.ts')
  const handle = GET as (request: Request) => Promise<Response>
  const url = 'https://contacts.example.com/contacts'
  const granted = await handle(new Request(url, bearer(await issuer.sign())))
  assert.deepEqual(await granted.json(), { owner: 'alice', contacts: ['Grace', 'Alan'] })
  assert.equal((await handle(new Request(url))).status, 401)
})

test('the snippet opaque.ts accepts opaque tokens', () =>
  withServer('opaque.ts', async (url) => {
    const response = await fetch(url, bearer(issuer.issueOpaque()))
    assert.equal(await response.text(), 'alice')
    assert.equal((await fetch(url, bearer('unknown'))).status, 401)
  }))

test('the snippet metadata.ts publishes where to get a token', () =>
  withServer('metadata.ts', async (url) => {
    const response = await fetch(`${url}/.well-known/oauth-protected-resource`)
    const document = (await response.json()) as Record<string, unknown>
    assert.deepEqual(document.authorization_servers, [issuer.url])
    assert.deepEqual(document.scopes_supported, ['read', 'create', 'delete'])
    const challenge = (await fetch(`${url}/contacts`)).headers.get('www-authenticate') ?? ''
    assert.match(challenge, /resource_metadata="https:\/\/contacts\.example\.com\/\.well-known/)
  }))

test('every snippet of the page is run here or in protect-an-api-steps.test.ts', () => {
  assert.deepEqual(
    readSnippets(markdown)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.ts')),
    ['express.ts', 'fastify.ts', 'hono.ts', 'node.ts', 'fetch.ts', 'opaque.ts', 'metadata.ts'],
  )
})
