import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createApp } from './app.ts'

const { app, server, table } = await createApp()
after(() => server.close())
const listener = app.listen(0, '127.0.0.1')
await new Promise((resolve) => listener.once('listening', resolve))
after(() => void listener.close())
const address = listener.address()
const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`

async function post(path: string, fields: Record<string, string>) {
  const response = await fetch(`${base}/id${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('notes:notes-demo-secret')}` },
    body: new URLSearchParams(fields),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const logIn = (username: string, password: string) =>
  post('/token', { grant_type: 'password', username, password, scope: 'read openid team' })

test('users of the application log in with its passwords, and clients get its claims', async () => {
  assert.match(await (await fetch(base)).text(), /own page/)
  assert.equal((await logIn('dora', 'a guess')).status, 400)
  assert.equal((await logIn('nobody', 'explore the marsh')).status, 400)
  const { status, body } = await logIn('Dora', 'explore the marsh')
  assert.equal(status, 200, JSON.stringify(body))
  const info = await fetch(`${base}/id/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
  const claims = (await info.json()) as Record<string, unknown>
  assert.deepEqual([claims.sub, claims.team], ['1', 'explorers'])
})

test('a user whom the application blocks is refused', async () => {
  table.block('dora')
  assert.equal((await logIn('dora', 'explore the marsh')).status, 400)
})
