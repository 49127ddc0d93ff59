import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace()
const on = ['--config', place.file]

test('a token that a command adds registers a client of a running server, until it is removed', async () => {
  place.write({ registration: 'token' })
  const server = await place.serve()
  const register = (token: unknown) =>
    fetch(`${server.issuer}/register`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['https://app.example.com/cb'], client_name: 'Dynamic' }),
    })
  const added = await place.json('registration-token', 'add', '--uses', '2', '--expires-in', '3600')
  const reply = await register(added.token)
  assert.equal(reply.status, 201)
  const { client_id: id } = await reply.json()
  const listed = (await place.json('registration-token', 'list')) as unknown as readonly Record<string, unknown>[]
  assert.deepEqual(
    listed.map((one) => [one.id, one.uses_left]),
    [[added.id, 1]],
  )
  assert.equal(JSON.stringify(listed).includes(String(added.token)), false)
  await place.json('registration-token', 'remove', String(added.id))
  assert.equal((await register(added.token)).status, 401)

  assert.match((await place.run(['client', 'show', id, ...on])).stdout, /dynamic registration: nobody has verified/)
  assert.match((await place.run(['client', 'list', ...on])).stdout, new RegExp(`${id} .*registration`))
  assert.equal((await place.run(['client', 'remove', id, '--yes', ...on])).code, 0)
  await server.stop()
})

test('what cannot be meant is refused', async () => {
  for (const args of [
    ['add', '--uses', '0'],
    ['add', '--expires-in', 'soon'],
  ])
    assert.equal((await place.run(['registration-token', ...args, ...on])).code, 2, args.join(' '))
  const unknown = await place.run(['registration-token', 'remove', 'nothing', ...on])
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /registration token nothing does not exist/)
})

test('doctor reports what is insecure for every client that registers', async () => {
  place.write({ registration: 'open', dynamicClients: { dangerously: { allowWithoutPkce: true } } })
  assert.match((await place.run(['doctor', ...on])).stdout, /dynamicClients\.dangerously\.allowWithoutPkce/)
})
