import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachEngine } from '../storage/testing/engines.ts'
import { startMailServer, until } from '../testing/mail.ts'
import { createLetterForTests, startSenders } from '../testing/mail-senders.ts'
import { createSmtp } from './smtp.ts'

const config = (port: number) => ({
  url: `smtp://127.0.0.1:${port}`,
  from: 'Example <no-reply@example.com>',
  dangerouslyAllowPlainText: false,
})
const issuer = 'https://id.example.com'
const mail = (to = 'alice@example.com', changed = {}) => ({ ...createLetterForTests(), to, ...changed })

await onEachEngine('the outbox', async ({ name, create }) => {
  test(`${name}: two nodes send each message once, and everything that waited for the server`, async () => {
    const server = await startMailServer()
    const { port } = server
    await server.close()
    const nodes = await startSenders(create('nodes'), () => createSmtp(config(port), issuer), 2)
    for (let at = 0; at < 12; at++)
      await nodes.outbox.put(mail(`user${at}@example.com`, { expiresAt: nodes.now() + 86_400_000 }))
    // Each node pauses after a failure, so that nothing is on its way when the clock moves.
    await until('failures', () => nodes.states().every(({ failingSince }) => failingSince !== undefined))
    await nodes.turn()
    assert.ok((await nodes.store.count(nodes.now())).waiting === 12)
    const again = await startMailServer(port)
    nodes.pass(600_000)
    await until('all messages', () => again.received.length >= 12)
    await nodes.turn()
    nodes.pass(600_000)
    await nodes.turn()
    const to = again.received.flatMap((one) => one.to).sort()
    assert.equal(to.length, 12)
    assert.equal(new Set(to).size, 12)
    assert.equal((await nodes.store.count(nodes.now())).waiting, 0)
    assert.ok(nodes.states().some(({ failingSince }) => failingSince === undefined))
    await nodes.close()
  })

  test(`${name}: a message whose node died is sent by another after the lease, and none after its end`, async () => {
    const server = await startMailServer()
    const database = create('killed')
    const dead = await startSenders(database, () => ({ send: () => new Promise(() => undefined) }), 1)
    await dead.outbox.put(mail('alice@example.com', { expiresAt: dead.now() + 300_000 }))
    await dead.outbox.put(mail('late@example.com', { expiresAt: dead.now() + 1 }))
    await until('the claim', () => dead.sending() === 2 || dead.sending() === 1)
    const other = await startSenders(database, () => createSmtp(config(server.port), issuer), 1)
    await other.turn()
    assert.equal(server.received.length, 0, 'the lease holds')
    other.pass(61_000)
    await until('the message', () => server.received.length === 1)
    assert.deepEqual(server.received[0]?.to, ['alice@example.com'])
    await other.close()
    await dead.abandon()
  })

  test(`${name}: a recipient that the server refuses for good is tried three times`, async () => {
    const server = await startMailServer()
    server.behaviour = 'refuse recipient'
    const nodes = await startSenders(create('refused'), () => createSmtp(config(server.port), issuer), 1)
    await nodes.outbox.put(mail('gone@example.com', { expiresAt: nodes.now() + 86_400_000 }))
    for (let time = 0; time < 6; time++) {
      await nodes.turn()
      nodes.pass(120_000)
    }
    assert.equal(server.connections, 3)
    assert.equal((await nodes.store.count(nodes.now())).waiting, 0)
    await nodes.close()
  })
})
