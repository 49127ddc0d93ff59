import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, type ClientName, type Fields, startServer } from '../../testing/server.ts'

const server = await startServer()
const navigation = { 'sec-fetch-mode': 'navigate' }

async function locationOf(client: ClientName, fields: Fields, headers: Readonly<Record<string, string>> = {}) {
  const request = authorizationRequest(client, { prompt: 'none', ...fields })
  const url = `${server.issuer}/authorize?${encode(request.fields)}`
  return String((await server.fetch(new Request(url, { headers, redirect: 'manual' }))).headers.get('location'))
}

test('a browser that follows a redirect inherits no fragment from the request (RFC 9110 §10.2.2)', async () => {
  assert.match(await locationOf('web', {}, navigation), /^https:[^#]*[?&]error=login_required[^#]*#$/)
  const kept = { redirect_uri: 'https://app.example.com/other?kept=1' }
  assert.match(await locationOf('web', kept, navigation), /\?kept=1&error=[^#]*#$/)
  assert.match(await locationOf('native', {}, navigation), /^http:\/\/127[^#]*#$/)
  assert.match(await locationOf('web', { response_mode: 'fragment' }, navigation), /^[^#]*#error=[^#]*$/)
})

test('a program other than a browser gets Location unchanged', async () => {
  assert.match(await locationOf('web', {}), /^https:[^#]*$/)
})
