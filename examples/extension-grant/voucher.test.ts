import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createServer, readConfig, type Server } from 'valetkey'
import { createVoucherBook, type Voucher, voucher, voucherGrantType } from './voucher.ts'

const book = createVoucherBook()
const config = readConfig({ file: path.join(import.meta.dirname, 'valetkey.yaml'), environment: {}, options: {} })
const kiosk = { client_secret: 'kiosk-demo-secret', grant_types: [voucherGrantType], scope: 'read' }
let server: Server
before(async () => {
  server = await createServer(
    {
      ...config,
      clients: [
        ...config.clients,
        { client_id: 'other', ...kiosk },
        { client_id: 'plain', client_secret: 'plain-secret', grant_types: ['client_credentials'], scope: 'read' },
      ],
      accounts: [...config.accounts, { username: 'bob', password: 'builder', disabled: true }],
    },
    { grants: [voucher(book)] },
  )
})
after(() => server.close())

function issueVoucher(number: string, more: Partial<Voucher> = {}): void {
  book.add(number, { username: 'alice', clientId: 'kiosk', scope: 'read', endsAt: Date.now() + 60_000, ...more })
}

async function trade(number: string, more: Record<string, string> = {}, client = 'kiosk:kiosk-demo-secret') {
  const response = await server.fetch(
    new Request(`${server.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(client)}` },
      body: new URLSearchParams({ grant_type: voucherGrantType, voucher: number, ...more }),
    }),
  )
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a voucher is exchanged for a token of its user', async () => {
  issueVoucher('good')
  const { status, body } = await trade('good')
  assert.equal(status, 200)
  assert.equal(body.scope, 'read')
  assert.equal(body.token_type, 'Bearer')
  const response = await server.fetch(
    new Request(`${server.issuer}/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('kiosk:kiosk-demo-secret')}` },
      body: new URLSearchParams({ token: String(body.access_token) }),
    }),
  )
  const about = (await response.json()) as Record<string, unknown>
  assert.equal(about.active, true)
  assert.notEqual(about.sub, 'kiosk')
})

test('a voucher is valid once', async () => {
  issueVoucher('once')
  const answers = await Promise.all([trade('once'), trade('once')])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400])
})

test('an unknown or expired voucher, and one for another client, get the same error', async () => {
  issueVoucher('late', { endsAt: Date.now() - 1 })
  issueVoucher('theirs')
  const answers = [await trade('nonsense'), await trade('late'), await trade('theirs', {}, 'other:kiosk-demo-secret')]
  for (const { status, body } of answers) {
    assert.equal(status, 400)
    assert.deepEqual(body, answers[0]?.body)
    assert.equal(body.error, 'invalid_grant')
  }
  assert.equal((await trade('theirs')).status, 200, 'another client does not use it up')
})

test('a scope beyond the client or the voucher is rejected', async () => {
  issueVoucher('narrow')
  assert.equal((await trade('narrow', { scope: 'read delete' })).body.error, 'invalid_scope')
  assert.equal((await trade('narrow')).status, 200)
  issueVoucher('wide', { scope: 'read delete' })
  assert.equal((await trade('wide')).body.error, 'invalid_scope')
})

test('a disabled account gets no token with a voucher either', async () => {
  issueVoucher('disabled', { username: 'bob' })
  const { status, body } = await trade('disabled')
  assert.equal(status, 400)
  assert.equal(body.error, 'invalid_grant')
  issueVoucher('nobody', { username: 'carol' })
  assert.equal((await trade('nobody')).body.error, 'invalid_grant')
})

test('a client must be registered for the grant and send a voucher', async () => {
  issueVoucher('taken')
  assert.equal((await trade('taken', {}, 'plain:plain-secret')).body.error, 'unauthorized_client')
  assert.equal((await trade('')).body.error, 'invalid_request')
  assert.equal((await trade('x', {}, 'kiosk:wrong')).status, 401)
})

test('the metadata names the grant type', async () => {
  const response = await server.fetch(new Request(`${server.issuer}/.well-known/oauth-authorization-server`))
  const { grant_types_supported } = (await response.json()) as { grant_types_supported: readonly string[] }
  assert.ok(grant_types_supported.includes(voucherGrantType))
})
