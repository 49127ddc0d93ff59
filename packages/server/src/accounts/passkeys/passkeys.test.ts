import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { createSealer } from '../../http/sealer.ts'
import { random } from '../../secrets/random.ts'
import type { Database } from '../../storage/database.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createAccountStore } from '../../storage/stores/accounts.ts'
import { createPasskeyStore } from '../../storage/stores/passkeys.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { createStores, now, seed } from '../../storage/testing/entries.ts'
import { execute } from '../../storage/testing/execute.ts'
import { createAuthenticator, type ResponseChange } from '../../testing/authenticator.ts'
import { createPasskeys, mayHavePasskeys, mostPasskeys, type Passkeys } from './passkeys.ts'
import type { PasskeyStore } from './store.ts'

const origin = 'https://id.example.com'
const issuer = `${origin}/login-here`
const alice = { id: 'alice', username: 'alice', displayName: 'Alice Liddell' }
const bob = { id: 'bob', username: 'bob', displayName: 'Bob' }
const browser = 'the browser'

const removal = { keptSession: '', notice: undefined }

await onEachEngine('passkeys', ({ name, create }) => {
  describe(`passkeys on ${name}`, () => {
    let url = ''
    let database: Database
    let store: PasskeyStore
    let passkeys: Passkeys
    let strict: Passkeys
    before(async () => {
      url = create('passkeys')
      database = await openDatabase(url, now)
      await seed(createStores(database))
      store = createPasskeyStore(database, { announce: () => undefined })
      const shared = { store, issuer, name: 'Valetkey', sealer: createSealer(new Uint8Array(32)), random }
      passkeys = createPasskeys({ ...shared, userVerification: 'preferred' })
      strict = createPasskeys({ ...shared, userVerification: 'required' })
    })
    after(() => database.close())
    const versionOf = async (username: string) =>
      (await createAccountStore(database).findByUsername(username))?.credentialsVersion

    const add = async (owner = alice, change: ResponseChange = {}, device = createAuthenticator(origin)) => {
      const response = device.create(await passkeys.creationOptions(owner, browser, now), change)
      const result = await passkeys.add(owner, {
        response,
        browser,
        now,
        userAgentName: 'Chrome on Linux',
        notice: undefined,
      })
      return { device, response, result }
    }
    const added = async (owner = alice) => {
      const { device, result } = await add(owner)
      assert.equal(result.outcome, 'added')
      return device
    }
    const logIn = async (response: string, at = now, from = browser) =>
      passkeys.verify(undefined, { response, browser: from, now: at })
    const ask = async () => passkeys.loginOptions(browser, now)

    test(`a passkey is added, logs its user in, and is known by name and last use`, async () => {
      const before = await versionOf('alice')
      const { device, result } = await add()
      assert.deepEqual(result, { outcome: 'added', passkey: { id: device.id, name: 'Chrome on Linux' } })
      assert.notEqual(await versionOf('alice'), before, 'logins in progress fail')
      const welcome = await logIn(device.get(await ask()))
      assert.ok(welcome.outcome === 'welcome')
      assert.equal(welcome.account.id, 'alice')
      assert.equal(welcome.account.credentialsVersion, await versionOf('alice'))
      assert.deepEqual(welcome.methods, ['hwk', 'user', 'mfa'])
      const listed = (await passkeys.list('alice')).find(({ id }) => id === device.id)
      assert.equal(listed?.lastUsedAt, now)
      assert.deepEqual(listed?.transports, ['internal'], 'only transports that are known')
      assert.equal(await passkeys.rename(device.id, 'bob', 'Mine'), undefined)
      assert.equal(await passkeys.rename(device.id, 'alice', ' \u202e\n '), undefined)
      assert.match((await passkeys.rename(device.id, 'alice', ` My\u0000 key ${'x'.repeat(90)}`)) ?? '', /^My key x/)
      assert.match((await passkeys.list('alice')).find(({ id }) => id === device.id)?.name ?? '', /^My key x{53}$/)
    })

    test(`amr says whether the key can be copied, and whether the user was verified (RFC 8176 §2)`, async () => {
      const device = await added()
      const methods = async (change: ResponseChange) => {
        const result = await logIn(device.get(await ask(), change))
        return result.outcome === 'welcome' ? result.methods : result.outcome
      }
      assert.deepEqual(await methods({}), ['hwk', 'user', 'mfa'])
      assert.deepEqual(await methods({ isSynced: true }), ['swk', 'user', 'mfa'])
      assert.deepEqual(await methods({ isUserVerified: false }), ['hwk', 'user'])
    })

    test(`where user verification is required, a device without it is refused`, async () => {
      const device = createAuthenticator(origin)
      const options = await strict.creationOptions(alice, browser, now)
      const attempt = { browser, now, userAgentName: 'Chrome', notice: undefined }
      const response = device.create(options, { isUserVerified: false })
      assert.equal((await strict.add(alice, { ...attempt, response })).outcome, 'refused')
      assert.equal((await strict.add(alice, { ...attempt, response: device.create(options) })).outcome, 'added')
      const asked = strict.loginOptions(browser, now)
      const answer = device.get(asked, { isUserVerified: false })
      assert.equal((await strict.verify(undefined, { response: answer, browser, now })).outcome, 'refused')
    })

    test(`the handle of a user is neither the username nor the account, and devices get no attestation request`, async () => {
      const options = JSON.parse(await passkeys.creationOptions(alice, browser, now))
      assert.notEqual(Buffer.from(options.user.id, 'base64url').toString(), 'alice')
      assert.equal(Buffer.from(options.user.id, 'base64url').length, 32)
      assert.equal(options.attestation, 'none')
      assert.deepEqual(options.rp, { id: 'id.example.com', name: 'Valetkey' })
      assert.equal(options.authenticatorSelection.residentKey, 'required')
    })

    const wrong: Readonly<Record<string, ResponseChange>> = {
      'another origin': { origin: 'https://evil.example.com' },
      'a subdomain': { origin: 'https://sub.id.example.com' },
      'another port': { origin: 'https://id.example.com:8443' },
      'another host': { rpId: 'evil.example.com' },
      'an absent user': { isPresent: false },
      'a frame of another site': { crossOrigin: true },
      'another ceremony': { type: 'payment.get' },
    }
    for (const [what, change] of Object.entries(wrong)) {
      test(`a response for ${what} neither adds a passkey nor logs in`, async () => {
        assert.equal((await add(alice, change)).result.outcome, 'refused')
        const device = await added()
        assert.equal((await logIn(device.get(await ask(), change))).outcome, 'refused')
      })
    }

    test(`a passkey of one user does not log in with the handle of another, or with none`, async () => {
      const device = await added()
      const { user } = JSON.parse(await passkeys.creationOptions(bob, browser, now))
      assert.equal((await logIn(device.get(await ask(), { userHandle: user.id }))).outcome, 'refused')
      assert.equal((await logIn(device.get(await ask(), { userHandle: null }))).outcome, 'refused')
      const toBob = device.get(await passkeys.confirmOptions(bob, browser, now))
      assert.equal((await passkeys.verify(bob, { response: toBob, browser, now })).outcome, 'refused')
      const toAlice = device.get(await passkeys.confirmOptions(alice, browser, now), { userHandle: null })
      assert.equal((await passkeys.verify(alice, { response: toAlice, browser, now })).outcome, 'welcome')
    })

    test(`a challenge is for one browser, one purpose and five minutes`, async () => {
      const device = await added()
      const response = device.get(await ask())
      assert.equal((await logIn(response, now, 'another browser')).outcome, 'refused')
      assert.equal((await passkeys.verify(alice, { response, browser, now })).outcome, 'refused')
      assert.equal((await logIn(response, now + 300_000)).outcome, 'expired')
      const other = device.get(await passkeys.creationOptions(alice, browser, now), { rpId: 'id.example.com' })
      assert.equal((await logIn(other)).outcome, 'refused')
      assert.equal((await logIn(response, now + 299_999)).outcome, 'welcome')
    })

    test(`of fifty uses of one response at once, one succeeds`, async () => {
      const { device, response } = await add()
      const again = await passkeys.add(alice, { response, browser, now, userAgentName: 'Chrome', notice: undefined })
      assert.equal(again.outcome, 'refused')
      const answer = device.get(await ask())
      const results = await Promise.all(Array.from({ length: 50 }, () => logIn(answer)))
      assert.equal(results.filter(({ outcome }) => outcome === 'welcome').length, 1)
    })

    test(`a counter that does not increase is refused as a copy, and by the signature's owner alone`, async () => {
      const device = await added()
      assert.equal((await logIn(device.get(await ask(), { counter: 7 }))).outcome, 'welcome')
      for (const counter of [7, 6, 0]) {
        const result = await logIn(device.get(await ask(), { counter }))
        const detail = 'the counter of the passkey did not increase'
        assert.deepEqual(result, { outcome: 'refused', accountId: 'alice', detail })
      }
      const forged = JSON.parse(device.get(await ask(), { counter: 3 }))
      forged.response.signature = JSON.parse(createAuthenticator(origin).get(await ask())).response.signature
      const result = await logIn(JSON.stringify(forged))
      assert.ok(result.outcome === 'refused' && result.accountId === undefined, 'nobody else raises the alarm')
      assert.equal((await logIn(device.get(await ask(), { counter: 8 }))).outcome, 'welcome')
    })

    test(`an unknown passkey and one of a disabled account look the same`, async () => {
      const device = await added(bob)
      await execute(url, "update account set disabled = 1 where id = 'bob'")
      const disabled = await logIn(device.get(await ask()))
      assert.equal((await add(bob)).result.outcome, 'gone')
      await execute(url, "update account set disabled = 0 where id = 'bob'")
      const unknown = await logIn(createAuthenticator(origin).get(await ask(), { userHandle: 'AAAA' }))
      assert.deepEqual([disabled.outcome, unknown.outcome], ['refused', 'refused'])
    })

    test(`nobody else's passkey can be added, and an account has twenty at most`, async () => {
      const device = await added()
      const options = await passkeys.creationOptions(bob, browser, now)
      const attempt = { browser, now, userAgentName: 'Chrome', notice: undefined }
      assert.equal((await passkeys.add(bob, { ...attempt, response: device.create(options) })).outcome, 'taken')
      await Promise.all(Array.from({ length: mostPasskeys + 5 }, () => add(bob)))
      assert.equal((await passkeys.list('bob')).length, mostPasskeys)
      assert.equal((await add(bob)).result.outcome, 'full')
    })

    test(`the last way to log in is not removed, however many try at once`, async () => {
      for (const { id } of await passkeys.list('bob')) await passkeys.remove(id, 'bob', removal)
      assert.equal((await passkeys.list('bob')).length, 0, 'with a password each can be removed')
      const ids = [(await added(bob)).id, (await added(bob)).id]
      await execute(url, "update account set password_hash = null where id = 'bob'")
      const before = await versionOf('bob')
      assert.equal(await passkeys.remove(ids[0] ?? '', 'alice', removal), 'unknown')
      assert.equal(await versionOf('bob'), before)
      const outcomes = await Promise.all(ids.map((id) => passkeys.remove(id, 'bob', removal)))
      assert.deepEqual(outcomes.sort(), ['last', 'removed'])
      assert.notEqual(await versionOf('bob'), before)
      const [left] = await passkeys.list('bob')
      assert.equal(await passkeys.remove(left?.id ?? '', 'bob', removal), 'last')
    })

    test(`an attestation is not read, so that its certificates lead nowhere`, async () => {
      const attestation = (authData: Buffer) =>
        Buffer.concat([
          Buffer.from('a363666d74667061636b65646761747453746d74a163783563814100', 'hex'),
          Buffer.from('686175746844617461', 'hex'),
          authData,
        ])
      const device = createAuthenticator(origin)
      const options = await passkeys.creationOptions(alice, browser, now)
      const plain = JSON.parse(device.create(options))
      const whole = Buffer.from(plain.response.attestationObject, 'base64url')
      const authData = whole.subarray(whole.indexOf('authData') + 'authData'.length)
      const response = device.create(options, { attestation: attestation(authData) })
      const result = await passkeys.add(alice, { response, browser, now, userAgentName: 'Chrome', notice: undefined })
      assert.equal(result.outcome, 'added')
    })

    test(`no tampered response is accepted, and none fails otherwise than by a refusal`, async () => {
      const device = await added()
      const response = device.get(await ask())
      const made = createAuthenticator(origin).create(await passkeys.creationOptions(alice, browser, now))
      const tamper = (text: string, member: string, at: number, by: number) => {
        const credential = JSON.parse(text)
        const bytes = Buffer.from(credential.response[member], 'base64url')
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by
        return JSON.stringify({
          ...credential,
          response: { ...credential.response, [member]: bytes.toString('base64url') },
        })
      }
      // Without attestation nothing of a new passkey is signed: what counts is the type, the challenge and the origin.
      const clientData = Buffer.from(JSON.parse(made).response.clientDataJSON, 'base64url')
      const decisive = clientData.indexOf(',"crossOrigin"')
      const members = fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature')
      await fc.assert(
        fc.asyncProperty(members, fc.nat(2000), fc.integer({ min: 1, max: 255 }), async (member, at, by) => {
          // Other spellings of the same signature count: the first number of it is in these bytes.
          const place = member === 'signature' ? 5 + (at % 25) : at
          assert.notEqual((await logIn(tamper(response, member, place, by))).outcome, 'welcome')
        }),
        { numRuns: 150 },
      )
      await fc.assert(
        fc.asyncProperty(fc.nat(decisive - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
          const tampered = tamper(made, 'clientDataJSON', at, by)
          const attempt = { response: tampered, browser, now, userAgentName: 'Chrome', notice: undefined }
          assert.notEqual((await passkeys.add(alice, attempt)).outcome, 'added')
        }),
        { numRuns: 50 },
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
          assert.equal((await logIn(text)).outcome, 'refused')
        }),
        { numRuns: 100 },
      )
      const nested = '81'.repeat(4000)
      for (const broken of ['', 'ff', nested, 'a0', '9bffffffffffffffff', 'a3']) {
        const attestation = Buffer.from(broken, 'hex')
        const { result } = await add(alice, { attestation })
        assert.equal(result.outcome, 'refused', broken.slice(0, 20))
      }
      const long = JSON.stringify({ ...JSON.parse(response), padding: 'x'.repeat(16_384) })
      assert.equal((await logIn(long)).outcome, 'refused')
      assert.equal((await logIn(response)).outcome, 'welcome', 'the response itself was right')
    })
  })
})

test('browsers have passkeys at https and on localhost, and never at an address', () => {
  const offers = [
    'https://id.example.com',
    'https://id.example.com/base',
    'http://localhost:4000',
    'http://id.localhost',
  ]
  for (const one of offers) assert.equal(mayHavePasskeys(one), true, one)
  for (const one of ['http://id.example.com', 'https://127.0.0.1:4000', 'http://[::1]:4000', 'https://192.0.2.1']) {
    assert.equal(mayHavePasskeys(one), false, one)
  }
})
