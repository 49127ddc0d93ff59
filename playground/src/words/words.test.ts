import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorCodes } from '@valetkey/protocol'
import { faults } from '../faults/index.ts'
import type { Run, Tools } from '../flows/flow.ts'
import { flows } from '../flows/index.ts'
import { createContact, deleteContact } from '../flows/steps/contacts.ts'
import type { Answer, Draft, Field } from '../wire/exchange.ts'
import { claimWords } from './claims.ts'
import { errorWords, knownErrors } from './errors.ts'
import { explainAnswer, readError } from './explain-answer.ts'
import { headerWords } from './headers.ts'
import { parameterWords } from './parameters.ts'

const endpoints = ['authorization', 'token', 'revocation', 'introspection', 'userinfo', 'end_session']
const issuer = 'https://id.example.com'
const client = { clientId: 'app', clientSecret: 'secret', redirectUri: 'https://app.example.com/callback' }
const run: Run = {
  settings: {
    metadata: { issuer, ...Object.fromEntries(endpoints.map((name) => [`${name}_endpoint`, `${issuer}/${name}`])) },
    client,
    otherClient: { clientId: 'other', clientSecret: undefined, redirectUri: client.redirectUri },
    api: 'https://api.example.com',
    otherApi: 'https://other.example.com',
    scope: 'openid read',
    responseMode: 'form_post',
    choices: {},
  },
  values: {
    code: 'c',
    code_verifier: 'v',
    access_token: 'a',
    refresh_token: 'r',
    id_token: 'i',
    first_refresh_token: 'f',
  },
  now: 0,
}
const tools: Tools = { random: () => 'random', loadKeys: () => assert.fail('no keys are needed') }

/** Drafts every step of every flow as each of two clients, with each choice, and with each fault. */
async function listDrafts(): Promise<readonly Draft[]> {
  const drafts: Draft[] = []
  const runs = flows.flatMap(({ steps, choices }) => {
    const options = choices.flatMap(({ name, options }) => options.map(({ value }) => ({ [name]: value })))
    return [{}, ...options].flatMap((chosen) =>
      [client, { ...client, clientSecret: undefined }].map((one) => ({
        steps: [...steps, createContact({ name: 'Ada' }), deleteContact('1')],
        run: { ...run, settings: { ...run.settings, client: one, choices: chosen } },
      })),
    )
  })
  for (const one of runs) {
    for (const step of one.steps) {
      const { draft } = await step.draft(one.run, tools)
      drafts.push(draft, ...faults.flatMap((fault) => fault.change(draft, one.run) ?? []))
    }
  }
  return drafts
}

const namesOf = (fields: readonly Field[]) => fields.map(([name]) => name)
const missing = (names: Iterable<string>, words: object) => [...new Set(names)].filter((name) => !(name in words))

test('every parameter and header that a flow or a fault sends has a sentence and a clause', async () => {
  const drafts = await listDrafts()
  assert.deepEqual(
    missing(
      drafts.flatMap(({ parameters }) => namesOf(parameters)),
      parameterWords,
    ),
    [],
  )
  assert.deepEqual(
    missing(
      drafts.flatMap(({ headers }) => namesOf(headers)),
      headerWords,
    ),
    [],
  )
})

test('each word is one or two sentences, and names its clause', () => {
  for (const [name, { text, clause }] of Object.entries({ ...parameterWords, ...headerWords, ...claimWords })) {
    assert.match(text, /^[A-Za-z].*[.…]$/, name)
    assert.ok(text.length <= 140, `${name}: ${text.length}`)
    assert.match(clause, /§\d/, name)
  }
})

test('every error code that a flow can get has words, and an unknown one still gets some', () => {
  const sent = errorCodes.filter(({ endpoints }) => endpoints.some((endpoint) => endpoint !== 'register'))
  assert.deepEqual(
    missing(
      sent.map(({ code }) => code),
      Object.fromEntries(knownErrors.map((code) => [code, 1])),
    ),
    [],
  )
  assert.match(errorWords('status_418').text, /418/)
  assert.match(errorWords('constructor').text, /does not know/)
})

test('an error is read from the redirect, the body or the challenge, which names the scope that is needed', () => {
  const response = (status: number, headers: readonly Field[], body = ''): Answer => ({
    kind: 'response',
    status,
    headers,
    body,
  })
  const challenge = 'Bearer realm="x", error="insufficient_scope", error_description="needs create", scope="create"'
  const refused = response(403, [['www-authenticate', challenge]], '{"error":"forbidden"}')
  assert.deepEqual(readError(refused), { code: 'insufficient_scope', description: 'needs create', scope: 'create' })
  const sent: Draft = { method: 'POST', url: 'https://api.example.com/contacts', parameters: [], headers: [] }
  const explanation = explainAnswer(sent, refused, { ...run, values: { scope: 'read' } })
  assert.match(explanation?.expected ?? '', /has the scope “read”; the call needs “create”/)
  const unknown = 'Bearer error="invalid_token", error_description="unknown, expired or revoked", scope="read"'
  const revoked = (expires: number, token = 'a') =>
    explainAnswer(
      { ...sent, headers: [['authorization', `Bearer ${token}`]] },
      response(401, [['www-authenticate', unknown]]),
      {
        ...run,
        values: { ...run.values, expires_at: String(expires) },
      },
    )
  assert.match(revoked(60_001)?.received ?? '', /valid for 2 minutes more, so it was revoked: by the owner on My keys/)
  assert.doesNotMatch(revoked(0)?.received ?? '', /so it was revoked/)
  assert.doesNotMatch(revoked(60_001, 'edited')?.received ?? '', /so it was revoked/)
  assert.doesNotMatch(revoked(0)?.expected ?? '', /the call needs/)
  const narrowed = explainAnswer({ ...sent, headers: [['authorization', 'Bearer a']] }, refused, {
    ...run,
    values: { ...run.values, scope: 'read create' },
  })
  assert.match(narrowed?.received ?? '', /issued with “read create”, so the owner has narrowed the key since/)
  assert.doesNotMatch(narrowed?.expected ?? '', /the call needs/)
  assert.equal(readError(response(400, [], '{"error":"invalid_grant"}'))?.code, 'invalid_grant')
  assert.equal(readError(response(500, [], '<!doctype html>'))?.code, 'status_500')
  assert.equal(readError(response(200, [], '{"error":"x"}')), undefined)
  const callback: Answer = { kind: 'callback', mode: 'query', url: '', parameters: [['error', 'access_denied']] }
  assert.match(explainAnswer(sent, callback, run)?.received ?? '', /^access_denied: /)
})
