import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Flow, Settings } from '../flows/flow.ts'
import type { Draft } from '../wire/exchange.ts'
import { applyEdits } from './apply-edits.ts'
import { fromFragment, type Known } from './from-link.ts'
import { longestLink, type Scenario } from './scenario.ts'
import { editsOf, toFragment } from './to-link.ts'

const known: Known = {
  flows: [
    {
      name: 'authorization-code',
      clients: ['playground-app', 'playground-public'],
      defaultScope: 'read',
      choices: [
        { name: 'channel', label: 'Channel', options: ['popup', 'redirect'].map((value) => ({ value, label: value })) },
      ],
      steps: ['authorization', 'token', 'api'].map((name) => ({ name })) as unknown as Flow['steps'],
    },
  ],
  faults: [{ name: 'used-code' }],
  clientIds: ['playground-old', 'playground-public', 'playground-app'],
}
const client = {
  clientId: 'playground-app',
  clientSecret: 'secret-of-the-demo',
  redirectUri: 'http://localhost:4000/cb',
}
const settings: Settings = {
  metadata: { issuer: 'http://localhost:4000' },
  client,
  otherClient: { ...client, clientId: 'other', clientSecret: 'another-demo-secret' },
  api: 'http://localhost:4001',
  otherApi: 'http://localhost:4001/brief',
  scope: 'read',
  responseMode: undefined,
  choices: {},
}
const scenario: Scenario = {
  flow: 'authorization-code',
  clientId: 'playground-app',
  scope: 'read create',
  choices: { channel: 'redirect' },
  step: 'token',
  fault: 'used-code',
  edits: [
    { name: 'redirect_uri', value: 'http://localhost:4000/cb/' },
    { name: 'code_verifier', value: undefined },
  ],
}

test('a link restores flow, client, scope, choices, step, fault and edits', () => {
  const fragment = toFragment(scenario, { settings, values: {} })
  assert.deepEqual(fromFragment(`#${fragment}`, known), { outcome: 'scenario', scenario })
})

test('a link that names neither client nor scope gets those of its flow', () => {
  const read = fromFragment('#flow=authorization-code', known)
  assert.ok(read.outcome === 'scenario')
  assert.deepEqual([read.scenario.clientId, read.scenario.scope], ['playground-app', 'read'])
})

test('a link whose client cannot play its flow is refused', () => {
  const read = fromFragment('#flow=authorization-code&client=playground-old', known)
  assert.match(read.outcome === 'refused' ? read.message : '', /its client cannot play its flow/)
})

test('any scope and any edit of a parameter that links may show comes back as it was', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((one) => !/\p{Cc}|^\s*\w+:/u.test(one) && one.isWellFormed())
  fc.assert(
    fc.property(text, text, (scope, resource) => {
      const written = { ...scenario, scope, edits: [{ name: 'resource', value: resource }] }
      const read = fromFragment(toFragment(written, { settings, values: {} }), known)
      assert.deepEqual(read, { outcome: 'scenario', scenario: written })
    }),
  )
})

// biome-ignore format: one list
const names = [
  'access_token', 'refresh_token', 'id_token', 'code', 'code_verifier', 'code_challenge', 'state', 'nonce', 'client_secret', 'password', 'assertion',
  'client_assertion', 'device_code', 'user_code', 'auth_req_id', 'request', 'request_uri', 'id_token_hint', 'logout_token', 'subject_token', 'actor_token',
  'dpop', 'voucher', 'token', 'login_hint', 'response', 'session_state', 'sid', 'redirect_uri', 'scope', 'resource', 'response_mode', 'prompt', 'a_new_one',
]

test('no secret, token, code or verifier is in a link, in whichever parameter it is', () => {
  const secret = fc.string({ minLength: 8, maxLength: 60 })
  const wrap = fc.constantFrom<(secret: string) => string>(
    (one) => one,
    (one) => `read ${one}`,
    (one) => `http://localhost/cb?x=${encodeURIComponent(one)}`,
  )
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.constantFrom(...names), secret, wrap, (held, placed, value, write) => {
      fc.pre(!['scope'].includes(held) && value.isWellFormed())
      const before: Draft = { method: 'POST', url: 'http://localhost:4000/token', parameters: [], headers: [] }
      const after = { ...before, parameters: [[placed, write(value)] as const] }
      const fragment = toFragment(
        { ...scenario, scope: write(value), choices: { channel: write(value) }, edits: editsOf(before, after) },
        { settings, values: { [held]: value } },
      )
      for (const text of [fragment, ...new URLSearchParams(fragment).values()]) {
        assert.ok(!text.includes(value) && !text.includes(encodeURIComponent(value)), fragment)
      }
    }),
    { numRuns: 2000 },
  )
})

test('the values of parameters that are not known to be harmless are never in a link, also where the run does not hold them', () => {
  const before: Draft = { method: 'POST', url: 'http://localhost:4000/token', parameters: [], headers: [] }
  for (const name of names.slice(0, names.indexOf('redirect_uri'))) {
    const edits = editsOf(before, { ...before, parameters: [[name, 'pasted-from-elsewhere']] })
    assert.ok(!toFragment({ ...scenario, edits }, { settings, values: {} }).includes('pasted'), name)
  }
  for (const { clientSecret = '' } of [settings.client, settings.otherClient]) {
    assert.ok(!toFragment({ ...scenario, scope: clientSecret }, { settings, values: {} }).includes(clientSecret))
  }
})

test('edits are found and made again', () => {
  const before: Draft = {
    method: 'POST',
    url: 'http://localhost:4000/token',
    parameters: [
      ['grant_type', 'authorization_code'],
      ['code', 'c'],
      ['redirect_uri', 'http://localhost:4000/cb'],
    ],
    headers: [],
  }
  const after: Draft = {
    ...before,
    parameters: [
      ['grant_type', 'authorization_code'],
      ['redirect_uri', 'http://localhost:4000/cb/'],
      ['resource', 'x'],
    ],
  }
  assert.deepEqual(applyEdits(before, editsOf(before, after)), after)
})

test('a hostile link gets one plain sentence, and nothing of it is used', () => {
  const fine = toFragment(scenario, { settings, values: {} })
  const hostile = [
    '{"flow":',
    'flow=unknown&client=playground-app',
    'flow=__proto__&client=playground-app',
    'flow=authorization-code&client=somebody',
    'flow=authorization-code&step=nowhere',
    'flow=authorization-code&step=token&fault=nothing',
    'flow=authorization-code&fault=used-code',
    'flow=authorization-code&choice.channel=elsewhere',
    'flow=authorization-code&choice.__proto__=x',
    'flow=authorization-code&set.redirect_uri=javascript:alert(1)',
    'flow=authorization-code&scope=%20JavaScript:alert(1)',
    'flow=authorization-code&set.resource=data:text/html,x',
    'flow=authorization-code&set.access_token=x',
    'flow=authorization-code&scope=read%00',
    'flow=authorization-code&scope=read&scope=create',
    'flow=authorization-code&issuer=http://evil.example',
    '<script>alert(1)</script>',
    '%',
    '&&&',
    `${fine}&set.resource=${'x'.repeat(longestLink)}`,
  ]
  for (const fragment of hostile) {
    const read = fromFragment(fragment, known)
    assert.equal(read.outcome, 'refused', fragment)
    if (read.outcome === 'refused')
      assert.match(read.message, /^This link cannot be restored: [\w ,']+\. The playground starts empty\.$/)
  }
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => fromFragment(text, known).outcome !== undefined))
  assert.deepEqual(fromFragment('#', known), { outcome: 'none' })
})
