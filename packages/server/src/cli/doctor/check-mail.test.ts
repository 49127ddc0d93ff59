import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'
import { startMailServer } from '../../testing/mail.ts'

const env = { VALETKEY_SECRET: 'Zm9ydHktdHdvLXJhbmRvbS1ieXRlcy1hcmUtZ29vZA' }
const place = await createPlace()

test('doctor tries the SMTP server and sends nothing; one that cannot be used is an error without its password', async () => {
  const server = await startMailServer()
  const run = (url: string) => {
    place.write({ mail: { url, from: 'no-reply@example.com' } })
    return place.run(['doctor', '--config', place.file], { env })
  }
  const fine = await run(`smtp://127.0.0.1:${server.port}`)
  assert.equal(fine.code, 0)
  assert.doesNotMatch(fine.stdout, /mail/)
  assert.equal(server.connections, 1)
  assert.deepEqual(server.received, [])
  await server.close()
  const away = await run(`smtp://user:hidden-password@127.0.0.1:${server.port}`)
  assert.equal(away.code, 1)
  assert.match(away.stdout, /✖ mail\.url: the SMTP server cannot be used: .*ECONNREFUSED/)
  assert.doesNotMatch(away.stdout + away.stderr, /hidden-password/)
})
