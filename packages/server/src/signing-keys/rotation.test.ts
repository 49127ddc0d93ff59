import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { test } from 'node:test'
import { CompactEncrypt, createLocalJWKSet, type JSONWebKeySet, type JWK, jwtVerify } from 'jose'
import { createAuditKey } from '../audit/audit-key.ts'
import { rotateSigningKeys as rotateByCommand } from '../management/signing-keys/rotate-signing-keys.ts'
import { jwksMaxAge } from '../oauth/endpoints/jwks.ts'
import { keyAlgorithms, signingAlgorithms } from '../oauth/ports.ts'
import { random } from '../secrets/random.ts'
import { createServerSecret } from '../secrets/server-secret.ts'
import { WrongSecret } from '../secrets/wrong-secret.ts'
import type { Database } from '../storage/database.ts'
import { openDatabase } from '../storage/open-database.ts'
import { createAdminAudit } from '../storage/stores/audit/audit.ts'
import { createSigningKeyStore } from '../storage/stores/signing-keys.ts'
import { sweep } from '../storage/sweep.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { createKeyRing } from './key-ring.ts'
import { addSigningKey, bindSigningKeys, loadSigningKeys, MixedUpKey } from './load-signing-keys.ts'
import { publishedAfterUse, publishedBeforeUse, rotateSigningKeys } from './rotate-signing-keys.ts'

const secret = createServerSecret('a secret for tests and for nothing else')
const start = Date.now()
const hour = 3_600_000

const admin = createAdminAudit(() => createAuditKey(secret), 'a test', Date.now)
const toOptions = (database: Database) => ({ store: createSigningKeyStore(database, admin), secret, random })

function createNode(database: Database, clock: () => number) {
  const options = toOptions(database)
  const ring = createKeyRing({ macKey: secret.key('refresh tokens'), clock })
  return {
    ring,
    async maintain() {
      await rotateSigningKeys({ now: clock(), rotateAfter: 2 * hour }, options)
      ring.replace(await loadSigningKeys(clock(), options))
    },
  }
}

await onEachEngine('keys', async ({ create, name }) => {
  test(`${name}: nodes that start at once on an empty database agree on one key of each kind`, async () => {
    const nodes = await openThree(create('start'))
    const loaded = await Promise.all(nodes.map((database) => loadSigningKeys(start, toOptions(database))))
    for (const keys of loaded) assert.deepEqual(keys.map((key) => key.algorithm).sort(), [...keyAlgorithms].sort())
    assert.equal(new Set(loaded.flat().map((key) => key.id)).size, keyAlgorithms.length)
    await closeAll(nodes)
  })

  test(`${name}: nodes that rotate at once create one new key of each kind`, async () => {
    const nodes = await openThree(create('rotate'))
    await Promise.all(nodes.map((database) => loadSigningKeys(start, toOptions(database))))
    for (let now = start + 2 * hour, round = 1; round <= 3; round++, now += 2 * hour) {
      const made = await Promise.all(
        nodes.map((database) => rotateSigningKeys({ now, rotateAfter: 2 * hour }, toOptions(database))),
      )
      assert.equal(made.flat().length, keyAlgorithms.length, `round ${round}`)
      const again = await rotateSigningKeys({ now, rotateAfter: 2 * hour }, toOptions(nodes[0]))
      assert.deepEqual(again, [])
    }
    await closeAll(nodes)
  })

  test(`${name}: relying parties that cache the key set as long as allowed verify every token`, async () => {
    const nodes = await openThree(create('overlap'))
    let now = start
    // Clocks of nodes differ by up to a minute, and each maintains its keys a minute after the other.
    const a = createNode(nodes[0], () => now)
    const b = createNode(nodes[1], () => now + 55_000)
    await a.maintain()
    await b.maintain()
    const parties = [0, 70, 140, 210, 280].map((phase) => ({
      phase: phase * 1000,
      keep: createLocalJWKSet({ keys: [] }),
      fetched: -Infinity,
    }))
    const ends = new Map<string, number>()
    const seen = new Set<string>()
    for (let minute = 0; minute < 5 * 60; minute += 1, now += 60_000) {
      await (minute % 2 === 0 ? a : b).maintain()
      const published = new Set((JSON.parse(a.ring.jwks()) as JSONWebKeySet).keys.map((key) => key.kid))
      for (const [kid, end] of ends)
        if (end > now) assert.ok(published.has(kid), `${kid} is published until its last token expires`)
      if (minute % 5 > 2) continue
      for (const { ring } of [a, b]) {
        const algorithm = signingAlgorithms[minute % signingAlgorithms.length] ?? 'ES256'
        const token = ring.sign(algorithm, 'at+jwt', { iss: 'https://id.example.com' })
        for (const party of parties) {
          if (now + party.phase - party.fetched >= jwksMaxAge * 1000) {
            party.keep = createLocalJWKSet(JSON.parse((minute % 3 === 0 ? a : b).ring.jwks()))
            party.fetched = now + party.phase
          }
          const { protectedHeader } = await jwtVerify(token, party.keep)
          ends.set(String(protectedHeader.kid), now + 86_400_000)
          seen.add(String(protectedHeader.kid))
        }
      }
    }
    assert.ok(seen.size >= 8, `${seen.size} keys signed`)
    now += publishedAfterUse + 25 * hour
    await sweep(nodes[0], now)
    await a.maintain()
    const left = await createSigningKeyStore(nodes[0]).list(0)
    assert.ok(left.length <= 2 * keyAlgorithms.length, `${left.length} rows are left`)
    await closeAll(nodes)
  })

  test(`${name}: a key is published longer than its set is cached before it signs, and a distrusted one is removed`, async () => {
    const [database, ...others] = await openThree(create('distrust'))
    const options = toOptions(database)
    await loadSigningKeys(start, options)
    const [waiting] = await rotateSigningKeys({ now: start + 2 * hour, rotateAfter: 2 * hour }, options)
    const listed = await options.store.list(start + 2 * hour)
    assert.equal(listed.find((key) => key.id === waiting)?.active_from, start + 2 * hour + publishedBeforeUse)
    assert.ok(publishedBeforeUse >= jwksMaxAge * 1000 + 60_000)
    const replaces = await options.store.newest('ES256')
    const now = start + 3 * hour
    const key = { algorithm: 'ES256', now, activeFrom: now, othersStay: hour, replaces, distrust: true } as const
    const made = await addSigningKey(key, options)
    const left = (await loadSigningKeys(now, options)).filter((one) => one.algorithm === 'ES256')
    assert.deepEqual(
      left.map((one) => one.id),
      [made?.id],
    )
    const listed59SecondsBehind = await options.store.list(now - 59_000)
    assert.deepEqual(
      listed59SecondsBehind.filter((one) => one.algorithm === 'ES256').map((one) => one.id),
      [made?.id],
    )
    assert.equal(await addSigningKey(key, options), undefined, 'what it would replace is gone')
    await closeAll([database, ...others])
  })

  test(`${name}: a key that may have signed stays published, and the next one signs after it, by every clock`, async () => {
    const [database, ...others] = await openThree(create('behind'))
    const options = toOptions(database)
    const published = async (at: number) =>
      (await options.store.list(at)).filter((one) => one.algorithm === 'ES256').map((one) => one.id)
    const rotateNow = async (now: number) => {
      const replaces = await options.store.newest('ES256')
      const made = await addSigningKey(
        { algorithm: 'ES256', now, activeFrom: now, othersStay: publishedAfterUse, replaces },
        options,
      )
      return made ?? assert.fail()
    }
    await loadSigningKeys(start, options)
    const now = start + hour
    const made = [await rotateNow(now)]
    for (const clock of [now - 30_000, now - 119_000, now, now + 59_000]) made.push(await rotateNow(clock))
    const active = made.map(({ activeFrom }) => activeFrom)
    assert.deepEqual(
      active.toSorted((a, b) => a - b),
      active,
    )
    assert.equal(new Set(active).size, active.length)
    const last = made.at(-1)?.activeFrom ?? assert.fail()
    // By every clock, and until the last token of the last but one key has expired.
    for (const at of [now - 60_000, last, last + publishedAfterUse - 60_000]) {
      const there = await published(at)
      for (const { id } of made.slice(-2)) assert.ok(there.includes(id), `${id} at ${at - now}`)
    }
    for (const { id } of made) assert.ok((await published(now + 86_400_000)).includes(id))
    const ring = createKeyRing({ macKey: secret.key('refresh tokens'), clock: () => last })
    ring.replace(await loadSigningKeys(last, options))
    const header = JSON.parse(Buffer.from(ring.sign('ES256', 'at+jwt', {}).split('.')[0] ?? '', 'base64url').toString())
    assert.equal(header.kid, made.at(-1)?.id)
    await closeAll([database, ...others])
  })

  test(`${name}: a pending key is replaced by one that signs immediately, and delays no later one`, async () => {
    const [database, ...others] = await openThree(create('waits'))
    const options = toOptions(database)
    await loadSigningKeys(start, options)
    const add = async (now: number, wait: number) => {
      const replaces = await options.store.newest('ES256')
      const key = { algorithm: 'ES256', now, activeFrom: now + wait, othersStay: publishedAfterUse, replaces } as const
      return (await addSigningKey(key, options)) ?? assert.fail()
    }
    const now = start + hour
    const waiting = await add(now, publishedBeforeUse)
    assert.equal((await add(now + 1_000, 0)).activeFrom, now + 1_000)
    assert.ok(!(await options.store.list(now + 1_000)).some((key) => key.id === waiting.id))
    const justBefore = waiting.activeFrom - 10_000
    assert.equal((await add(justBefore, 0)).activeFrom, justBefore)
    await closeAll([database, ...others])
  })

  test(`${name}: an encryption key decrypts for a day after the next one took over, which is published before it`, async () => {
    const [database, ...others] = await openThree(create('decrypt'))
    let now = start
    const { ring } = createNode(database, () => now)
    const load = async () => ring.replace(await loadSigningKeys(now, toOptions(database)))
    const published = () => (JSON.parse(ring.jwks()) as JSONWebKeySet).keys.filter((key) => key.alg === 'ECDH-ES')
    const encrypt = (jwk: JWK = {}) =>
      new CompactEncrypt(Buffer.from('a request'))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
        .encrypt(jwk)
    const rotate = (distrust: boolean) =>
      rotateByCommand({ ...toOptions(database), atOnce: true, distrust, used: new Set(), clock: () => now })
    await load()
    const [old] = published()
    const byOld = await encrypt(old)
    await rotate(false)
    await load()
    const [newer, second] = published()
    assert.equal(second?.kid, old?.kid)
    assert.notEqual(newer?.kid, old?.kid)
    assert.equal(await ring.decrypt(await encrypt(newer)), 'a request')
    const { kid: _, ...unnamed } = old ?? {}
    assert.equal(await ring.decrypt(await encrypt(unnamed)), 'a request')
    now += 24 * hour
    await load()
    assert.equal(await ring.decrypt(byOld), 'a request')
    now += hour
    await load()
    assert.equal(published().length, 1)
    assert.equal(await ring.decrypt(byOld), undefined)
    const byNewer = await encrypt(newer)
    await rotate(true)
    await load()
    assert.equal(await ring.decrypt(byNewer), undefined)
    await closeAll([database, ...others])
  })

  test(`${name}: a node with another secret is refused and creates no key`, async () => {
    const [database, ...others] = await openThree(create('secret'))
    await loadSigningKeys(start, toOptions(database))
    const other = { ...toOptions(database), secret: createServerSecret('quite another secret of ours') }
    await assert.rejects(loadSigningKeys(start, other), WrongSecret)
    assert.equal((await toOptions(database).store.list(start)).length, keyAlgorithms.length)
    await closeAll([database, ...others])
  })

  test(`${name}: a sealed key is valid only in its own row, and older rows are bound to theirs`, async () => {
    const [database, ...others] = await openThree(create('bound'))
    const options = toOptions(database)
    await loadSigningKeys(start, options)
    const [one, two] = await options.store.list(start)
    if (one === undefined || two === undefined) assert.fail()
    // The form that any release seals and opens: a PEM, which may have text before it (RFC 7468 §2).
    const pem = String(secret.open(one.private_key))
    assert.equal(createPrivateKey(pem).type, 'private')
    const bare = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString()
    await options.store.reseal({ id: one.id, private_key: secret.seal(bare) }, one.private_key)
    assert.equal((await loadSigningKeys(start, options)).length, keyAlgorithms.length)
    await bindSigningKeys(start, options)
    const [again] = (await options.store.list(start)).filter(({ id }) => id === one.id)
    assert.equal(secret.open(String(again?.private_key)), pem)

    await options.store.reseal({ id: one.id, private_key: two.private_key }, String(again?.private_key))
    await assert.rejects(loadSigningKeys(start, options), MixedUpKey)
    await closeAll([database, ...others])
  })
})

async function openThree(url: string): Promise<readonly [Database, Database, Database]> {
  return [await openDatabase(url, start), await openDatabase(url, start), await openDatabase(url, start)]
}

async function closeAll(databases: readonly Database[]): Promise<void> {
  await Promise.all(databases.map((database) => database.close()))
}
