import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpointOf } from '../flows/steps/endpoint.ts'
import { noSettings } from '../run/snapshot.ts'
import { createFrontChannel } from './front-channel.ts'

const programs = ['javascript:alert(1)', 'data:text/html,x', 'blob:http://localhost/1', 'file:///etc/passwd', 'no URL']

test('an address that is no http or https URL is opened neither in a popup nor in the tab', async () => {
  // Nothing of the browser may be used.
  const window = new Proxy({}, { get: (_, name) => assert.fail(`window.${String(name)} is used`) }) as Window
  const { open } = createFrontChannel({ window, save: () => '', random: () => '' })
  for (const url of programs) {
    for (const mode of ['popup', 'redirect'] as const) {
      const answer = await open(url, { mode })
      assert.match(answer.kind === 'unreachable' ? answer.message : '', /is not an http or https URL/)
    }
  }
})

test('an endpoint of the metadata that is no http or https URL counts as missing', () => {
  for (const url of programs) {
    const metadata = { issuer: 'https://id.example.com', authorization_endpoint: url }
    const run = { settings: { ...noSettings, metadata }, values: {}, now: 0 }
    assert.equal(endpointOf(run, 'authorization_endpoint'), undefined)
  }
})
