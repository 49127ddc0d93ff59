import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendar, startServer } from '../testing/server.ts'

test('a node whose clock is behind also signs with the first keys', async () => {
  const server = await startServer()
  server.pass(-30)
  const answer = await server.token('machine', { grant_type: 'client_credentials', resource: calendar })
  assert.equal(answer.status, 200)
})
