import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Browser, createBrowser, walk } from '../../../../conformance/browser/browser.ts'
import { findForm } from '../../../../conformance/browser/forms.ts'
import { encode } from '../../../../conformance/target/target.ts'
import { createPasswordHasher } from '../accounts/passwords/hasher.ts'
import { readConfig } from '../config/read-config.ts'
import type { Server } from '../embedding/server.ts'
import { createServer } from '../main.ts'
import type { ProvisioningWrites } from '../management/ports.ts'
import { openDatabase } from '../storage/open-database.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { createStores } from '../storage/testing/entries.ts'
import { prepareProcesses } from '../testing/process.ts'
import { authorizationRequest, basic, people, testClients, testConfig } from '../testing/server.ts'

/** What the relying party received, and what it responds. */
interface Party {
  readonly port: number
  readonly received: { readonly path: string; readonly contentType: string; readonly form: URLSearchParams }[]
  /** A status, or 0 for no response at all. */
  respond: number
  close(): Promise<void>
}

process.env.VALETKEY_LOG ??= 'silent'

async function startParty(port = 0): Promise<Party> {
  const received: { path: string; contentType: string; form: URLSearchParams }[] = []
  const server: HttpServer = createHttpServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const contentType = String(request.headers['content-type'])
      received.push({ path: String(request.url), contentType, form: new URLSearchParams(body) })
      if (party.respond > 0) response.writeHead(party.respond).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const party: Party = {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    received,
    respond: 200,
    async close() {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
  after(() => party.close())
  return party
}

const members = (port: number, database: string) => ({
  ...testConfig,
  database,
  outbound: { allowHosts: ['127.0.0.1'] },
  clients: [
    { ...testClients.openid, backchannel_logout_uri: `http://127.0.0.1:${port}/openid` },
    {
      ...testClients.hybrid,
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'ES256',
      backchannel_logout_uri: `http://127.0.0.1:${port}/hybrid?a=b`,
    },
    testClients.web,
    testClients.api,
  ],
})

const { issuer } = testConfig as unknown as { issuer: string }

async function open(port: number, database: string, clock = Date.now): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-logouts-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(file, JSON.stringify(members(port, database)))
  const server = await createServer(readConfig({ file, environment: {}, options: {} }), { clock, say: () => {} })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= server.close()
    return closing
  }
  after(close)
  return { ...server, close }
}

/** Signs a user in at a client, and returns the ID token. */
async function signIn(browser: Browser, send: Server['fetch'], name: 'openid' | 'hybrid' = 'openid') {
  const request = authorizationRequest(name, { scope: 'openid', nonce: 'n' })
  const start = await browser.open(`${issuer}/authorize?${encode(request.fields)}`)
  const page = await walk(browser, start, people.alice, {})
  const code = new URL(String(page.location)).searchParams.get('code') ?? ''
  const { client_id: id, client_secret: secret, redirect_uris: uris } = testClients[name]
  const form = { grant_type: 'authorization_code', code, redirect_uri: uris[0], code_verifier: request.verifier }
  const headers = { authorization: basic(id, secret) }
  const response = await send(new Request(`${issuer}/token`, { method: 'POST', headers, body: encode(form) }))
  return String(((await response.json()) as Record<string, unknown>).id_token)
}

const logOut = async (browser: Browser) =>
  browser.submit(await browser.open(`${issuer}/logout`), 'decision', { decision: 'allow' })

async function until(what: string, holds: () => boolean, ms = 20_000): Promise<void> {
  const end = Date.now() + ms
  while (!holds()) {
    if (Date.now() > end) assert.fail(`did not happen: ${what}`)
    await sleep(50)
  }
}

await onEachEngine('logout tokens', async ({ create, name }) => {
  test(`${name}: each client of the session gets a logout token of its own (OIDC Back-Channel Logout §2.4, §2.5)`, async () => {
    const party = await startParty()
    const server = await open(party.port, create('tokens'))
    const browser = createBrowser(server.fetch)
    const tokens = {
      '/openid': await signIn(browser, server.fetch),
      '/hybrid?a=b': await signIn(browser, server.fetch, 'hybrid'),
    }
    await logOut(browser)
    await until('both received', () => party.received.length === 2)
    const jwks = (await (await server.fetch(new Request(`${issuer}/jwks`))).json()) as JSONWebKeySet
    for (const { path, contentType, form } of party.received) {
      assert.match(contentType, /^application\/x-www-form-urlencoded/)
      assert.deepEqual([...form.keys()], ['logout_token'])
      const idToken = decodeJwt(tokens[path as keyof typeof tokens])
      const verified = await jwtVerify(String(form.get('logout_token')), createLocalJWKSet(jwks), {
        issuer,
        audience: String(idToken.aud),
        typ: 'logout+jwt',
      })
      const { payload, protectedHeader } = verified
      assert.equal(protectedHeader.alg, path === '/openid' ? 'RS256' : 'ES256')
      assert.deepEqual(Object.keys(payload).sort(), ['aud', 'events', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
      assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
      assert.equal(payload.sub, idToken.sub)
      assert.equal(payload.sid, idToken.sid)
      assert.ok(payload.sid)
      assert.ok(Number(payload.exp) - Number(payload.iat) <= 120)
    }
    const ids = party.received.map(({ form }) => decodeJwt(String(form.get('logout_token'))).jti)
    assert.equal(new Set(ids).size, 2)
    await server.close()
    await party.close()
  })

  test(`${name}: a relying party that does not respond delays no user`, async () => {
    const party = await startParty()
    party.respond = 0
    const server = await open(party.port, create('slow'))
    const browser = createBrowser(server.fetch)
    await signIn(browser, server.fetch)
    const question = await browser.open(`${issuer}/logout`)
    const began = performance.now()
    await browser.submit(question, 'decision', { decision: 'allow' })
    const took = performance.now() - began
    await until('the request', () => party.received.length === 1)
    assert.ok(took < 2_000, `${took} ms`)
    await party.close()
    await server.close()
  })

  test(`${name}: a relying party that is down gets its token once it is up again`, async () => {
    const party = await startParty()
    const { port } = party
    await party.close()
    let offset = 0
    const server = await open(port, create('down'), () => Date.now() + offset)
    const browser = createBrowser(server.fetch)
    await signIn(browser, server.fetch)
    await logOut(browser)
    await sleep(1_500)
    const again = await startParty(port)
    again.respond = 503
    offset += 10_000
    await until('the second attempt', () => again.received.length === 1)
    again.respond = 204
    await sleep(500)
    offset += 40_000
    await until('the third attempt', () => again.received.length === 2)
    offset += 86_400_000
    await sleep(2_500)
    assert.equal(again.received.length, 2, 'a delivered token is not sent again')
    await server.close()
    await again.close()
  })

  test(`${name}: a client that refuses a logout token is not asked again (OIDC Back-Channel Logout §2.8)`, async () => {
    const party = await startParty()
    party.respond = 400
    let offset = 0
    const server = await open(party.port, create('refused'), () => Date.now() + offset)
    const browser = createBrowser(server.fetch)
    await signIn(browser, server.fetch)
    await logOut(browser)
    await until('the request', () => party.received.length === 1)
    await sleep(300)
    offset += 3_600_000
    await sleep(2_500)
    assert.equal(party.received.length, 1)
    await server.close()
    await party.close()
  })

  test(`${name}: of two nodes one delivers each token`, async () => {
    const party = await startParty()
    const database = create('nodes')
    const a = await open(party.port, database)
    const b = await open(party.port, database)
    await sleep(1_100)
    const sids: unknown[] = []
    for (let round = 0; round < 6; round++) {
      const node = round % 2 === 0 ? a : b
      const browser = createBrowser(node.fetch)
      sids.push(decodeJwt(await signIn(browser, node.fetch)).sid)
      await logOut(browser)
    }
    await until('all', () => party.received.length >= 6)
    await sleep(1_500)
    const got = party.received.map(({ form }) => decodeJwt(String(form.get('logout_token'))).sid)
    assert.deepEqual(got.sort(), sids.sort())
    await Promise.all([a.close(), b.close()])
    await party.close()
  })

  test(`${name}: every way to end a session queues its logout tokens`, async () => {
    const party = await startParty()
    const database = create('ends')
    const server = await open(party.port, database)
    const { fetch: send } = server
    const ways: Readonly<Record<string, (browser: Browser) => Promise<unknown>>> = {
      async 'another browser of the same user ends the others'() {
        // The button is there for two sessions or more.
        const [third, other] = [createBrowser(send), createBrowser(send)]
        for (const one of [third, other]) await walk(one, await one.open(`${issuer}/keys`), people.alice)
        const sessions = await other.open(`${issuer}/account/sessions`)
        return other.submit(sessions, 'decision', { decision: 'others' })
      },
      async 'the account chooser'(browser) {
        const chooser = await browser.open(`${issuer}/login/switch`)
        const field = findForm(chooser.html, 'log_out')?.fields.find((one) => one.name === 'log_out')
        return browser.submit(chooser, 'log_out', { log_out: field?.value })
      },
      'an ID token hint': async (browser) => {
        const hint = await signIn(browser, send)
        return browser.open(`${issuer}/logout?${encode({ id_token_hint: hint })}`)
      },
    }
    for (const [way, end] of Object.entries(ways)) {
      const browser = createBrowser(send)
      await signIn(browser, send)
      const before = party.received.length
      await end(browser)
      await until(way, () => party.received.length > before)
    }
    const operator = await openDatabase(database, Date.now())
    const { provisioning } = createStores(operator)
    const accountId = (await provisioning.findAccount('alice'))?.id ?? ''
    const acts: Readonly<Record<string, (writes: ProvisioningWrites) => Promise<unknown>>> = {
      'an operator revokes the sessions': (writes) => writes.endSessions(accountId),
      'a new password': (writes) => writes.setAccountPasswordHash('alice', hash),
      'an operator revokes the tokens of the account': (writes) => writes.revokeAccountTokens('alice', Date.now()),
      'an operator revokes all tokens': (writes) => writes.revokeAll(Date.now()),
      'a disabled account': (writes) => writes.setAccountDisabled('alice', true),
    }
    const hash = await createPasswordHasher({ routeOf: (address) => [address, address] }).hash(people.alice.password)
    for (const [act, work] of Object.entries(acts)) {
      const browser = createBrowser(send)
      await signIn(browser, send)
      const before = party.received.length
      await provisioning.change(work)
      await until(act, () => party.received.length > before)
      await sleep(600)
    }
    await operator.close()
    await server.close()
    await party.close()
  })

  test(`${name}: a client without a logout URI costs nothing, and gets nothing`, async () => {
    const party = await startParty()
    const database = create('none')
    const server = await open(party.port, database)
    const browser = createBrowser(server.fetch)
    const request = authorizationRequest('web', { scope: 'read' })
    await walk(browser, await browser.open(`${issuer}/authorize?${encode(request.fields)}`), people.alice)
    await logOut(browser)
    await sleep(1_500)
    assert.equal(party.received.length, 0)
    await server.close()
    await party.close()
  })

  test(`${name}: a node that is killed between logout and delivery loses no token`, async () => {
    const party = await startParty()
    party.respond = 0
    const shared = prepareProcesses(members(party.port, create('killed')))
    const first = await shared.start()
    const via = (origin: string) => (request: Request) =>
      fetch(new Request(origin + new URL(request.url).pathname + new URL(request.url).search, request), {
        redirect: 'manual',
      })
    const browser = createBrowser(via(first.origin))
    const token = await signIn(browser, (request) => via(first.origin)(request as Request))
    await logOut(browser)
    await first.stop('SIGKILL')
    party.respond = 200
    const before = party.received.length
    await shared.start()
    await until('the delivery after the restart', () => party.received.length > before, 40_000)
    const { form } = party.received.at(-1) ?? { form: new URLSearchParams() }
    assert.equal(decodeJwt(String(form.get('logout_token'))).sid, decodeJwt(token).sid)
    await party.close()
  })
})
