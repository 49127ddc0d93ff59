import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorizationCode } from '../flows/authorization-code.ts'
import { createContact, deleteContact, listContacts } from '../flows/steps/contacts.ts'
import { createTestRun, play } from '../testing/play.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { readContacts } from './read-contacts.ts'

const server = await startPlaygroundServer()

test('the panel shows the contacts as the calls of a run left them', async () => {
  const run = createTestRun(server)
  await play(run, authorizationCode, server.settings('playground-public', { scope: 'read create delete' }))
  const before = readContacts(run.get().exchanges).contacts ?? []
  assert.ok(before.length > 0)
  await run.call(createContact({ name: 'Mary Shelley' }))
  const added = readContacts(run.get().exchanges).contacts?.find(({ name }) => name === 'Mary Shelley')
  assert.ok(added)
  await run.call(deleteContact(added.id))
  assert.deepEqual(readContacts(run.get().exchanges).contacts, before)
  await run.call(listContacts)
  assert.deepEqual(readContacts(run.get().exchanges), { contacts: before, missingScope: undefined, isRefused: false })
})

test('the scope that a call lacked is read from the challenge (RFC 6750 §3.1), and a narrower token leaves the list', async () => {
  const run = createTestRun(server)
  await play(run, authorizationCode, server.settings('playground-public', { scope: 'read' }))
  const { contacts } = readContacts(run.get().exchanges)
  await run.call(createContact({ name: 'Mary Shelley' }))
  assert.deepEqual(readContacts(run.get().exchanges), { contacts, missingScope: 'create', isRefused: false })
})

test('an answer that is no list of contacts is no list', () => {
  const [exchange] = [
    {
      number: 1,
      name: 'api',
      title: 'List',
      from: 'client',
      to: 'api',
      channel: 'back',
      steps: { request: 'api-request', answer: 'resource' },
      request: { method: 'GET', url: 'http://localhost/contacts', parameters: [], headers: [] },
      outcome: 'ok',
      explanation: undefined,
      fault: undefined,
      sentAt: 0,
      answeredAt: 1,
    } as const,
  ]
  for (const body of ['', 'null', '7', '[]', '{"contacts":7}', '{"contacts":[null,7,{"id":1}]}']) {
    const answer = { kind: 'response', status: 200, headers: [], body } as const
    assert.deepEqual(readContacts([{ ...exchange, answer }]).contacts ?? [], [])
  }
})
