import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createContactsApi } from '../contacts-api/contacts-api.ts'
import { createContactsWeb } from '../contacts-web/contacts-web.ts'
import { isOwnHost } from './is-own-host.ts'

async function ask(port: number, host: string): Promise<number | undefined> {
  const [response] = await once(
    get({ host: '127.0.0.1', port, path: '/', headers: { host }, agent: false }),
    'response',
  )
  response.resume()
  return response.statusCode
}

test('an app on localhost rejects host names with which a web site could reach it', async () => {
  const api = createContactsApi({ issuer: 'http://localhost:1', audience: 'http://localhost:2' }).listen(0, '127.0.0.1')
  const web = createContactsWeb({
    issuer: 'http://localhost:1',
    apiUrl: 'http://localhost:2',
    resource: 'http://localhost:2',
    clientId: 'contacts-web',
    clientSecret: 'a secret for this test',
    redirectUri: 'http://localhost:3/callback',
    port: 0,
  })
  for (const server of [api, web]) {
    if (!server.listening) await once(server, 'listening')
    const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
    assert.equal(await ask(port, 'evil.example'), 421)
    assert.notEqual(await ask(port, `localhost:${port}`), 421)
    assert.notEqual(await ask(port, 'contacts:80'), 421)
    server.close()
  }
})

test('an app on another host accepts every host name', () => {
  assert.equal(isOwnHost('other.example', 'https://contacts.example'), true)
})
