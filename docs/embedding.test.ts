import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Server } from 'valetkey'
import { writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('embedding.md', import.meta.url), 'utf8')

interface Row {
  readonly id: string
  blocked: boolean
}

/** Adds a client with the password grant, the shortest way to log in without a browser. */
const clients = `clients:
  - client_id: notes
    client_secret: a-long-random-secret-that-only-notes-knows
    grant_types: [password]
    dangerously: { allowPassword: true }
    scope: read`

test('the users of the page log in, and a blocked one is refused', async () => {
  const placed = writeSnippets(page, { 'clients:': clients })
  const before = process.cwd()
  process.chdir(placed.folder)
  try {
    const { server } = (await placed.load('own-users.ts')) as { readonly server: Server }
    const { users } = (await placed.load('users.ts')) as { readonly users: readonly [Row] }
    const logIn = async (username: string, password: string) => {
      const body = new URLSearchParams({ grant_type: 'password', username, password, scope: 'read' })
      const authorization = `Basic ${btoa('notes:a-long-random-secret-that-only-notes-knows')}`
      const response = await server.fetch(
        new Request(`${server.issuer}/token`, { method: 'POST', headers: { authorization }, body }),
      )
      const json = (await response.json()) as { readonly access_token?: string; readonly error?: string }
      const [, claims = ''] = (json.access_token ?? '').split('.')
      return json.error ?? JSON.parse(Buffer.from(claims, 'base64url').toString()).sub
    }
    assert.equal(await logIn('Dora', 'explore the marsh'), users[0].id)
    assert.equal(await logIn('dora', 'a guess'), 'invalid_grant')
    assert.equal(await logIn('nobody', 'explore the marsh'), 'invalid_grant')
    assert.equal(await logIn('alice', 'wonderland'), 'invalid_grant')
    users[0].blocked = true
    assert.equal(await logIn('dora', 'explore the marsh'), 'invalid_grant')
    await server.close()
  } finally {
    process.chdir(before)
    placed.remove()
  }
})

test('the claims of the page are in tokens for an API that declares them', async () => {
  const placed = writeSnippets(page, { 'clients:': clients, 'name: Contacts': 'name: Contacts\n    claims: [teams]' })
  const before = process.cwd()
  process.chdir(placed.folder)
  try {
    const { server } = (await placed.load('own-claims.ts')) as { readonly server: Server }
    const body = new URLSearchParams({
      grant_type: 'password',
      username: 'alice',
      password: 'wonderland',
      scope: 'read',
    })
    const authorization = `Basic ${btoa('notes:a-long-random-secret-that-only-notes-knows')}`
    const request = new Request(`${server.issuer}/token`, { method: 'POST', headers: { authorization }, body })
    const { access_token: token } = (await (await server.fetch(request)).json()) as { readonly access_token: string }
    const [, claims = ''] = token.split('.')
    assert.deepEqual(JSON.parse(Buffer.from(claims, 'base64url').toString()).teams, ['explorers'])
    await server.close()
  } finally {
    process.chdir(before)
    placed.remove()
  }
})
