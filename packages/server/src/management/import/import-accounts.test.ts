import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import { random } from '../../secrets/random.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { readHashCosts } from '../../storage/stores/hash-costs.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { importAccounts } from './import-accounts.ts'
import type { ImportSource } from './imported-account.ts'
import { auth0 } from './sources/auth0.ts'
import { firebase, readHashConfig } from './sources/firebase.ts'
import { keycloak } from './sources/keycloak.ts'

const password = 'purple otters sing'
const bcrypt = '$2b$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..'

const realm = {
  id: 'realm-1',
  realm: 'users',
  clients: [{ clientId: 'app', users: [{ username: 'not a user' }] }],
  users: [
    {
      id: '6f0c2a1e-33a1-4a0e-8c56-1a1b2c3d4e5f',
      username: 'alice',
      enabled: true,
      emailVerified: true,
      firstName: 'Alice',
      lastName: 'Ames "the [first] {of} \\ many"',
      email: 'alice@example.com',
      attributes: { locale: ['de'], department: ['tea'] },
      credentials: [
        {
          type: 'password',
          secretData: JSON.stringify({
            value: 'MBE+F7O0j7npClGH7mNd73XfITuAsZRN4EHNUy6ugdR15yCe7zNLm9HhyTBAy6VkaiTv5FmzYStd7/CHpxl+qA==',
            salt: 'AAECAwQFBgcICQoLDA0ODw==',
            additionalParameters: {},
          }),
          credentialData: JSON.stringify({
            hashIterations: 3000,
            algorithm: 'pbkdf2-sha512',
            additionalParameters: {},
          }),
        },
        { type: 'otp', secretData: '{"value":"secret"}', credentialData: '{"subType":"totp"}' },
      ],
      realmRoles: ['default-roles-users', 'admin'],
      groups: ['/staff'],
      clientRoles: { app: ['editor'] },
    },
    { id: 'k-2', username: 'bob', enabled: false, email: 'bob@example.com', emailVerified: false, credentials: [] },
    { id: 'k-3', enabled: true },
    { id: 'k-5', username: 'service-account-job', serviceAccountClientId: 'job', enabled: true },
    {
      id: 'k-4',
      username: 'carol',
      credentials: [
        {
          type: 'password',
          secretData: '{"value":"AAAA","salt":"AAAA"}',
          credentialData: '{"hashIterations":900000000,"algorithm":"pbkdf2-sha256"}',
        },
      ],
    },
  ],
}

const auth0Users = [
  {
    user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
    email: 'dora@example.com',
    email_verified: true,
    name: 'Dora',
    picture: 'https://example.com/dora.png',
    app_metadata: { plan: 'gold' },
    identities: [{ provider: 'auth0', user_id: '5f7c8ec7c33c6c004bbafe82', connection: 'Users', isSocial: false }],
  },
  { user_id: 'google-oauth2|1', email: 'eve@example.com', identities: [{ provider: 'google-oauth2' }], blocked: true },
]
const auth0Passwords = [
  {
    _id: { $oid: '5f7c8ec7c33c6c004bbafe82' },
    email_verified: true,
    email: 'dora@example.com',
    passwordHash: bcrypt,
    password_set_date: { $date: '2020-10-06T15:35:35.000Z' },
    tenant: 'tenant',
    connection: 'Users',
    _tmp_is_unique: true,
  },
]

const firebaseUsers = {
  users: [
    {
      localId: 'fb1',
      email: 'frank@example.com',
      emailVerified: false,
      passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
      salt: '42xEC+ixf3L2lw==',
      displayName: 'Frank',
      createdAt: '1540000000000',
      providerUserInfo: [{ providerId: 'google.com', rawId: '1' }],
    },
    { localId: 'fb2', phoneNumber: '+441865276492' },
    { localId: 'fb3' },
  ],
}
const hashConfig = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}`

const lines = (users: readonly object[]) => users.map((user) => JSON.stringify(user)).join('\n')

/** Breaks a text anywhere, as a file is read. */
async function* inChunks(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

await onEachEngine('import', ({ create, name }) => {
  const start = async (label: string) => {
    const database = await openDatabase(create(label), Date.now())
    const store = createProvisioningStore(database, { note: async () => {} })
    const take = (source: ImportSource, text: string, change: object = {}, size = 7) =>
      importAccounts(inChunks(text, size), {
        source,
        store,
        now: Date.now(),
        random,
        dryRun: false,
        stop: false,
        ...change,
      })
    const canLogIn = async (username: string, given = password) =>
      createPasswordHasher().verify((await store.findAccount(username))?.passwordHash, given)
    return { database, store, take, canLogIn }
  }

  test(`${name}: users of a Keycloak realm keep their id and password, and what is not taken over is listed`, async () => {
    const { database, store, take, canLogIn } = await start('keycloak')
    const result = await take(keycloak, JSON.stringify(realm, undefined, 2))
    assert.deepEqual([result.added, result.withoutPassword, result.skippedInAll, result.broken], [3, 2, 2, undefined])
    assert.match(result.skipped[0]?.what ?? '', /has no username/)
    assert.match(result.skipped[1]?.what ?? '', /is the service account of a client/)
    assert.ok((result.skipped[0]?.line ?? 0) > 50, 'the line of the user')
    const alice = await store.findAccount('alice')
    assert.equal(alice?.id, '6f0c2a1e-33a1-4a0e-8c56-1a1b2c3d4e5f')
    assert.deepEqual(alice?.claims, {
      roles: ['admin'],
      groups: ['/staff'],
      email: 'alice@example.com',
      email_verified: true,
      given_name: 'Alice',
      family_name: 'Ames "the [first] {of} \\ many"',
      name: 'Alice Ames "the [first] {of} \\ many"',
      locale: 'de',
    })
    assert.ok(await canLogIn('alice'))
    assert.equal((await store.findAccount('bob'))?.disabled, true)
    assert.equal(result.left['credentials of type otp'], 1)
    assert.equal(result.left['client roles'], 1)
    assert.equal(result.left['attribute department'], 1)
    assert.ok(Object.keys(result.left).some((what) => /passwords whose hash has i=900000000/.test(what)))
    assert.equal(await store.findAccount('not a user'), undefined)
    assert.match((await readHashCosts(database)).join(), /^\$pbkdf2-sha512\$i=3000,l=64\$/)
    await database.close()
  })

  test(`${name}: argon2 hashes of Keycloak are taken over as they are`, async () => {
    const { database, store, take } = await start('argon2')
    const hash = await createPasswordHasher().hash(password)
    const [, , , costs = '', salt = '', digest = ''] = hash.split('$')
    const [memory, passes, lanes] = [...costs.matchAll(/\d+/g)].map(([number]) => number)
    const more = { hashLength: ['32'], memory: [memory], type: ['id'], version: ['1.3'], parallelism: [lanes] }
    const credential = {
      type: 'password',
      secretData: JSON.stringify({ value: `${digest}=`, salt: `${salt}==`, additionalParameters: {} }),
      credentialData: JSON.stringify({
        hashIterations: Number(passes),
        algorithm: 'argon2',
        additionalParameters: more,
      }),
    }
    await take(keycloak, JSON.stringify({ users: [{ id: 'k-1', username: 'gwen', credentials: [credential] }] }))
    assert.equal((await store.findAccount('gwen'))?.passwordHash, hash)
    await database.close()
  })

  test(`${name}: an import that is repeated changes nothing, and a second file of Auth0 adds the passwords`, async () => {
    const { database, store, take, canLogIn } = await start('auth0')
    const first = await take(auth0, lines(auth0Users))
    assert.deepEqual([first.added, first.withoutPassword], [2, 2])
    assert.deepEqual(first.left, { app_metadata: 1, 'logins elsewhere': 1 })
    const second = await take(auth0, `${lines(auth0Passwords)}\n`)
    assert.deepEqual([second.added, second.completed, second.withoutPassword], [0, 1, 0])
    assert.ok(await canLogIn('dora@example.com'))
    assert.equal((await store.findAccount('eve@example.com'))?.disabled, true)
    const dora = await store.findAccount('dora@example.com')
    assert.deepEqual([dora?.id, dora?.claims.name], ['auth0|5f7c8ec7c33c6c004bbafe82', 'Dora'])
    for (const again of [lines(auth0Users), JSON.stringify(auth0Users), lines(auth0Passwords)]) {
      const repeated = await take(auth0, again)
      assert.equal(repeated.added + repeated.completed, 0)
      assert.deepEqual(await store.findAccount('dora@example.com'), dora)
    }
    // What was changed here since stays.
    await store.change((writes) => writes.setAccountPasswordHash('dora@example.com', 'a new one'))
    await take(auth0, lines(auth0Passwords))
    assert.equal((await store.findAccount('dora@example.com'))?.passwordHash, 'a new one')
    await database.close()
  })

  test(`${name}: users of Firebase log in with the password hash parameters of their project`, async () => {
    const { database, store, take, canLogIn } = await start('firebase')
    const result = await take(firebase(readHashConfig(hashConfig)), JSON.stringify(firebaseUsers), {}, 1000)
    assert.deepEqual([result.added, result.skippedInAll], [2, 1])
    assert.match(result.skipped[0]?.what ?? '', /it is anonymous/)
    assert.ok(await canLogIn('frank@example.com', 'user1password'))
    assert.equal((await store.findAccount('frank@example.com'))?.id, 'fb1')
    await database.close()
  })

  test(`${name}: a dry run reports the same and writes nothing`, async () => {
    const { database, store, take } = await start('dry')
    const dry = await take(keycloak, JSON.stringify(realm), { dryRun: true })
    assert.deepEqual(await store.listAccounts(), [])
    assert.deepEqual(await readHashCosts(database), [])
    assert.deepEqual(await take(keycloak, JSON.stringify(realm)), dry)
    await database.close()
  })

  test(`${name}: bad users are skipped by line, or end the import; an account of another origin is left alone`, async () => {
    const { database, store, take } = await start('bad')
    await take(auth0, lines([{ user_id: 'auth0|other', username: 'taken', passwordHash: bcrypt }]))
    const bad = [
      { user_id: 'auth0|1', email: 'one@example.com' },
      { user_id: 'auth0|2', username: 'taken' },
      { user_id: 'auth0|3' },
      { user_id: 'auth0|ä', email: 'four@example.com' },
      { user_id: 'auth0|5', username: 'with space' },
      { user_id: 'auth0|6', email: 'no address', name: 'Six', username: 'six' },
    ]
    const text = `${lines(bad)}\n{"user_id": \n\n[]\n${JSON.stringify({ user_id: 'auth0|9', username: 'nine' })}`
    const result = await take(auth0, text)
    assert.equal(result.added, 3)
    assert.deepEqual(
      result.skipped.map(({ line }) => line).toSorted((a, b) => a - b),
      [2, 3, 4, 5, 7, 9],
    )
    assert.equal((await store.findAccount('taken'))?.id, 'auth0|other')
    assert.deepEqual((await store.findAccount('six'))?.claims, { name: 'Six' })
    assert.equal(result.left['email that is not valid here'], 1)
    const stopped = await take(auth0, `{}\n${JSON.stringify({ user_id: 'a|10', username: 'ten' })}`, { stop: true })
    assert.deepEqual([stopped.added, stopped.skippedInAll], [0, 1])
    await database.close()
  })

  test(`${name}: a file that ends too early, or is no export, is reported, and the users before are taken over`, async () => {
    const { database, take } = await start('broken')
    const whole = JSON.stringify(realm)
    const cut = await take(keycloak, whole.slice(0, whole.indexOf('"bob"')))
    assert.match(cut.broken ?? '', /ends within the user that begins in line 1/)
    assert.equal(cut.added, 1)
    for (const [text, fault] of [
      ['', /is empty/],
      ['username,email', /begins with neither/],
      ['{"realm": "users"}', /has no list "users"/],
      ['{"users": [}', /a \} too many/],
    ] as const)
      assert.match((await take(keycloak, text)).broken ?? '', fault)
    const large = await take(keycloak, JSON.stringify({ users: [{ username: 'x'.repeat(2 ** 21) }] }), {}, 65_536)
    assert.match(large.skipped[0]?.what ?? '', /larger than 1 MiB/)
    await database.close()
  })
})
