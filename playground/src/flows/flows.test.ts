import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestRun, outline, play } from '../testing/play.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { authorizationCode } from './authorization-code.ts'

const server = await startPlaygroundServer()

for (const clientId of authorizationCode.clients) {
  for (const mode of [undefined, 'query', 'fragment', 'form_post', 'web_message', 'jwt']) {
    test(`the code flow of ${clientId} ends at the API with response_mode ${mode ?? 'left out'}`, async () => {
      const run = createTestRun(server)
      const exchanges = await play(run, authorizationCode, server.settings(clientId, { responseMode: mode }))
      assert.deepEqual(
        outline(exchanges),
        ['authorization ok', 'token ok', 'api ok'],
        JSON.stringify(exchanges, null, 1),
      )
    })
  }
}
