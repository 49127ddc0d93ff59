import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { random } from '../../secrets/random.ts'
import { createKeyRing } from '../../signing-keys/key-ring.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createStores } from '../../storage/testing/entries.ts'
import { startServer } from '../../testing/server.ts'
import { firstEnd, rightsAt } from '../expiring-rights.ts'
import { standardFeatures } from '../features.ts'
import type { Rights } from '../rights.ts'
import { type Duration, durations, endOf } from './duration.ts'
import { RedirectError } from './errors.ts'
import { type Allowed, createFlow } from './flow.ts'

const [contacts, calendar, vault] = [
  'https://contacts.example.com',
  'https://calendar.example.com',
  'https://vault.example.com',
]
const resources = [contacts, calendar, vault]
const loopback = 'http://127.0.0.1:9/c'
const redirectUris = ['https://app.example.com/a', 'https://app.example.com/b', 'https://web.example.com/a', loopback]
const apis = [
  { identifier: contacts, scope: 'read create' },
  { identifier: calendar, scope: 'read write' },
  { identifier: vault },
]
const secret = 'a-secret-0123456789abcdefghijklmnopqrstuvwxyz'
const client = { redirect_uris: redirectUris, application_type: 'native', apis }

const server = await startServer((config) => ({
  apis: [...config.apis.map((api) => ({ ...api, introspectedBy: [] })), { identifier: vault, name: 'Vault' }],
  clients: [
    { ...client, client_id: 'known', client_secret: secret },
    { ...client, client_id: 'public' },
  ],
}))
const database = await openDatabase(`sqlite:${server.database}`, Date.now())
const sqlite = new DatabaseSync(server.database)
after(async () => {
  sqlite.close()
  await database.close()
})
const accountId = String(sqlite.prepare("select id from account where username = 'alice'").get()?.id)
const stores = createStores(database).oauth
let now = 0
const clock = () => now
const accessToken = 600
const flow = createFlow({
  issuer: server.issuer,
  keys: createKeyRing({ macKey: Buffer.alloc(32, 1), clock }),
  usage: { note: () => undefined, noteClient: () => undefined },
  audit: { record: () => undefined },
  lifetimes: { accessToken, refreshToken: 86_400, idToken: 600 },
  scopeClaims: {},
  codeSeconds: 60,
  sessionSeconds: 3600,
  pages: {
    formPost: () => assert.fail('no test asks for form_post'),
    browserState: () => undefined,
    nameSession: () => assert.fail('no test watches a session'),
    webMessage: () => assert.fail('no test asks for web_message'),
  },
  encryption: { recipient: () => undefined },
  clientKeys: { verify: () => assert.fail('no test has a request object') },
  outbound: { fetch: () => assert.fail('no test has a request_uri') },
  stores,
  features: standardFeatures,
  identityScopes: [],
  hasSecondFactor: async () => false,
  clock,
  random,
})

const step = fc.record({
  clientId: fc.constantFrom('known', 'public'),
  redirectUri: fc.constantFrom(...redirectUris),
  resources: fc.subarray(resources),
  scope: fc.subarray(['read', 'create', 'write']),
  prompt: fc.constantFrom(undefined, undefined, 'none', 'consent'),
  ticks: fc.infiniteStream(fc.boolean()),
  duration: fc.constantFrom(...durations),
  minutes: fc.constantFrom(0, 0, 20, 70),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** One scope at one API, or its bare audience, as a page granted it. */
interface Given {
  readonly clientId: string
  readonly redirectUri: string
  readonly resource: string
  readonly scope: string | undefined
  readonly end: number
}

const isSamePlace = (one: Pick<Given, 'redirectUri'>, other: Pick<Given, 'redirectUri'>) =>
  new URL(one.redirectUri).origin === new URL(other.redirectUri).origin

const atomsOf = (rights: Rights) =>
  rights.flatMap(({ resource, scope }): readonly Pick<Given, 'resource' | 'scope'>[] =>
    scope.length === 0 ? [{ resource, scope: undefined }] : scope.map((name) => ({ resource, scope: name })),
  )

/** The latest end that pages gave to an atom; 0 if none did. */
const endIn = (given: readonly Given[], atom: Pick<Given, 'resource' | 'scope'>) =>
  Math.max(
    0,
    ...given
      .filter((one) => one.resource === atom.resource && (atom.scope === undefined || one.scope === atom.scope))
      .map(({ end }) => end),
  )

/** Checks that what is delivered was granted by `given`, atom by atom, and lasts no longer; returns how long each lasts. */
async function deliver(
  asked: Step,
  allowed: Allowed,
  request: Awaited<ReturnType<typeof flow.read>>,
  given: readonly Given[],
) {
  sqlite.exec('delete from code')
  await flow.deliver(request, allowed, new Request(server.issuer))
  const rows = sqlite.prepare('select rights from code').all()
  assert.equal(rows.length, 1)
  const rights: Rights = JSON.parse(String(rows[0]?.rights))
  assert.deepEqual(rights, allowed.isNew ? allowed.authorization.rights : request.rights)
  return atomsOf(rights).map((atom): Given => {
    const one = [{ resource: atom.resource, scope: atom.scope === undefined ? [] : [atom.scope] }]
    const end = firstEnd(allowed.authorization, one)
    const limit = endIn(given, atom)
    assert.ok(limit > now, `${JSON.stringify(atom)} was granted by no page`)
    assert.ok(end <= limit, `${JSON.stringify(atom)} lasts longer than a page said`)
    return { ...atom, clientId: asked.clientId, redirectUri: asked.redirectUri, end }
  })
}

/** Makes one request; returns what pages granted by then. */
async function run(asked: Step, before: readonly Given[]): Promise<readonly Given[]> {
  now += asked.minutes * 60_000
  const query = new URLSearchParams([
    ['client_id', asked.clientId],
    ['redirect_uri', asked.redirectUri],
    ['response_type', 'code'],
    ['code_challenge', 'x'.repeat(43)],
    ['code_challenge_method', 'S256'],
    ...asked.resources.map((resource): [string, string] => ['resource', resource]),
    ...(asked.scope.length === 0 ? [] : [['scope', asked.scope.join(' ')] as [string, string]]),
    ...(asked.prompt === undefined ? [] : [['prompt', asked.prompt] as [string, string]]),
  ])
  const request = await flow.read(query.toString())
  const owner = { accountId, username: 'alice', userAgent: 'a test', authenticatedAt: now }
  const given = before.filter((one) => one.clientId === asked.clientId)
  const here = given.filter((one) => asked.clientId === 'known' || isSamePlace(one, asked))
  const evaluation = await flow.evaluate(request, owner, now)
  if (evaluation.outcome === 'login' || evaluation.outcome === 'choose' || evaluation.outcome === 'terms') {
    return assert.fail('the owner has just logged in')
  }
  if (evaluation.outcome === 'allowed') {
    assert.ok(asked.clientId === 'known' || asked.redirectUri !== loopback, 'anybody can wait on loopback')
    await deliver(asked, evaluation, request, here)
    return before
  }
  if (evaluation.outcome === 'confirm') {
    return [...before, ...(await deliver(asked, evaluation.allowed, request, given))]
  }
  const ticks = asked.ticks[Symbol.iterator]()
  const isTicked = () => ticks.next().value === true
  const ticked = evaluation.missing.flatMap(({ resource, scope }) => {
    if (scope.length === 0) return isTicked() ? [{ resource, scope }] : []
    const kept = scope.filter(isTicked)
    return kept.length === 0 ? [] : [{ resource, scope: kept }]
  })
  const end = endOf(asked.duration as Duration, now, accessToken) ?? Infinity
  const chosen = atomsOf(ticked).map(
    (atom): Given => ({ ...atom, clientId: asked.clientId, redirectUri: asked.redirectUri, end }),
  )
  const decision = { allow: true, ticked, duration: asked.duration }
  const allowed = await flow.decide(request, owner, decision)
  const isAnew = asked.prompt === 'consent'
  const granted = await deliver(asked, allowed, request, isAnew ? chosen : [...chosen, ...given])
  assert.ok(
    granted.every((one) => one.end <= end),
    'nothing outlives the chosen end',
  )
  assert.deepEqual(rightsAt(allowed.authorization, now), allowed.authorization.rights)
  return asked.duration === 'once' ? before : [...before, ...granted]
}

test('a response without a page carries only rights that a page granted, and none for longer', async () => {
  let silent = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      sqlite.exec('delete from code; delete from authorization')
      now = Date.now()
      let given: readonly Given[] = []
      for (const asked of steps) {
        try {
          const next = await run(asked, given)
          if (next === given) silent++
          given = next
        } catch (cause) {
          if (!(cause instanceof RedirectError)) throw cause
        }
      }
    }),
    { numRuns: 300 },
  )
  assert.ok(silent > 50, `only ${silent} answers without a page were tried`)
})
