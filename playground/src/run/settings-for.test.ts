import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { flows } from '../flows/index.ts'
import { settingsFor } from './settings-for.ts'

const metadata = { issuer: 'https://login.example' }
const client = (clientId: string) => ({ clientId, clientSecret: undefined, redirectUri: 'https://login.example/cb' })
const config = {
  issuer: metadata.issuer,
  clients: ['playground-public', 'playground-app', 'playground-old'].map(client),
  apis: [
    { identifier: 'https://api.example', name: 'Contacts' },
    { identifier: 'https://api.example/brief', name: 'Brief contacts' },
  ],
}

suite('the settings of a flow', () => {
  test('have a client that may use the flow, and another one', () => {
    for (const flow of flows) {
      const { client: chosen, otherClient } = settingsFor(flow, { metadata, config })
      if (config.clients.some(({ clientId }) => flow.clients.includes(clientId))) {
        assert.ok(flow.clients.includes(chosen.clientId), flow.name)
      }
      assert.notEqual(chosen.clientId, otherClient.clientId)
    }
  })

  test('have a value for each choice of the flow', () => {
    for (const flow of flows) {
      const { choices } = settingsFor(flow, { metadata, config })
      for (const { name, options } of flow.choices) {
        assert.ok(
          options.some(({ value }) => value === choices[name]),
          `${flow.name} ${name}`,
        )
      }
    }
  })

  test('keep what was chosen before where the flow has it too', () => {
    const [flow] = flows
    assert.ok(flow)
    const first = settingsFor(flow, { metadata, config })
    const before = {
      ...first,
      client: client('playground-app'),
      metadata: { issuer: 'https://other.example' },
      choices: { ...first.choices, channel: 'redirect', response_mode: 'no such mode' },
    }
    const after = settingsFor(flow, { metadata, config, before })
    assert.equal(after.client.clientId, 'playground-app')
    assert.equal(after.metadata.issuer, 'https://other.example')
    assert.equal(after.choices.channel, 'redirect')
    assert.notEqual(after.choices.response_mode, 'no such mode')
  })

  test('exist for a server that publishes no client and no API', () => {
    const [flow] = flows
    assert.ok(flow)
    const empty = settingsFor(flow, { metadata, config: { ...config, clients: [], apis: [] } })
    assert.equal(empty.client.clientId, '')
    assert.equal(empty.api, '')
  })
})
