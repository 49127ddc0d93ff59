import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashSecret } from '../../oauth/hash.ts'
import { random } from '../../secrets/random.ts'
import { createServerSecret } from '../../secrets/server-secret.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { findUserClaims } from '../../storage/stores/accounts.ts'
import { createOneTimeLinkStore } from '../../storage/stores/one-time-links.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import { createSignUpStore } from '../../storage/stores/sign-ups.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { now } from '../../storage/testing/entries.ts'
import { createOneTimeLinks } from './one-time-links.ts'

const sealer = createServerSecret('a secret for tests and for nothing else').atRest('e-mail at rest')
const count = (outcomes: readonly { readonly outcome: string }[], name: string) =>
  outcomes.filter(({ outcome }) => outcome === name).length

const account = (email: string) => ({ username: email, email, passwordHash: 'hash', claims: { name: 'Nina' } })

async function open(url: string) {
  const database = await openDatabase(url, now)
  const links = createOneTimeLinks({ store: createOneTimeLinkStore(database), sealer, random, hash: hashSecret })
  return {
    database,
    signUps: createSignUpStore(database, random),
    provisioning: createProvisioningStore(database),
    async newLink(purpose: 'sign-up' | 'invitation') {
      const secret = await links.create({ purpose, data: {}, now })
      return { hash: links.hashOf(secret), purpose, now: now + 1 }
    },
  }
}

await onEachEngine('sign-ups', ({ name, create }) => {
  // The runner takes a file to be over once the tests declared so far are, so that nothing is awaited here.
  const opened = open(create('signups'))
  test.after(async () => (await opened).database.close())

  test(`${name}: of fifty uses of a link at once one adds an account`, async () => {
    const { newLink, signUps, provisioning } = await opened
    const link = await newLink('sign-up')
    const all = await Promise.all(Array.from({ length: 50 }, () => signUps.add(link, account('fifty@example.com'))))
    assert.deepEqual([count(all, 'added'), count(all, 'dead')], [1, 49])
    const entry = await provisioning.findAccount('fifty@example.com')
    assert.equal(entry?.source, 'sign-up')
    assert.deepEqual(entry?.claims, { name: 'Nina', email: 'fifty@example.com', email_verified: true })
  })

  test(`${name}: of twenty links for one address at once one adds an account`, async () => {
    const { newLink, signUps } = await opened
    const all = await Promise.all(
      Array.from({ length: 20 }, async () => signUps.add(await newLink('sign-up'), account('twenty@example.com'))),
    )
    assert.deepEqual([count(all, 'added'), count(all, 'taken')], [1, 19])
  })

  test(`${name}: a link of another purpose or time adds nothing`, async () => {
    const { newLink, signUps } = await opened
    const link = await newLink('invitation')
    const nina = account('nina@example.com')
    assert.equal((await signUps.add({ ...link, purpose: 'sign-up' }, nina)).outcome, 'dead')
    assert.equal((await signUps.add({ ...link, now: now + 1_800_000 }, nina)).outcome, 'dead')
    assert.equal((await signUps.add(link, nina)).outcome, 'added')
  })

  test(`${name}: of fifty uses of an invitation at once one joins, and two invitations at once lose no group`, async () => {
    const { newLink, signUps, database } = await opened
    const added = await signUps.add(await newLink('sign-up'), account('member@example.com'))
    assert.ok(added.outcome === 'added')
    const { id } = added.account
    const link = await newLink('invitation')
    const joined = await Promise.all(Array.from({ length: 50 }, () => signUps.join(link, id, ['staff'])))
    assert.equal(joined.filter(Boolean).length, 1)
    await Promise.all(
      ['one', 'two', 'three'].map(async (group) => signUps.join(await newLink('invitation'), id, [group])),
    )
    const { groups } = (await findUserClaims(database, id)) ?? {}
    assert.deepEqual([...(groups as readonly string[])].toSorted(), ['one', 'staff', 'three', 'two'])
  })

  test(`${name}: the version of the terms that a user accepted is kept`, async () => {
    const { newLink, signUps } = await opened
    const added = await signUps.add(await newLink('sign-up'), { ...account('terms@example.com'), terms: '1' })
    assert.ok(added.outcome === 'added')
    assert.equal(await signUps.findTerms(added.account.id), '1')
    await signUps.acceptTerms(added.account.id, '2', now + 5)
    assert.equal(await signUps.findTerms(added.account.id), '2')
  })
})
