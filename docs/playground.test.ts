import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Server } from 'valetkey'
import { writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('playground.md', import.meta.url), 'utf8')

/** What the page leaves to its reader: the rest of the configuration file. */
const rest = `issuer: http://localhost:4000
database: "sqlite::memory:"
secret: a long secret for this test and for nothing else
apis: [{ identifier: http://localhost:4001, name: Contacts, scopes: [{ name: read }, { name: create }, { name: delete }] }]
clients:`

test('the program of the page publishes its clients to the playground, and the server knows the one that is registered', async () => {
  const placed = writeSnippets(page, { 'clients:\n': `${rest}\n` })
  const before = process.cwd()
  process.chdir(placed.folder)
  try {
    const { server } = (await placed.load('playground.ts')) as { readonly server: Server }
    const get = (address: string) => server.fetch(new Request(server.issuer + address, { redirect: 'manual' }))
    const config = (await (await get('/playground/config.json')).json()) as {
      readonly redirectUri: string
      readonly clients: readonly { readonly clientId: string }[]
    }
    assert.deepEqual(
      config.clients.map(({ clientId }) => clientId),
      ['playground-public', 'playground-app'],
    )
    const authorize = async (redirect_uri: string) => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: 'playground-public',
        redirect_uri,
        scope: 'openid read',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      })
      return (await get(`/authorize?${query}`)).status
    }
    assert.ok((await authorize(config.redirectUri)) < 400)
    assert.equal(await authorize(`${config.redirectUri}/`), 400)
    await server.close()
  } finally {
    process.chdir(before)
    placed.remove()
  }
})
