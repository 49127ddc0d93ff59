import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { refreshToken } from '../flows/refresh-token.ts'
import { stepsToCome, toArrowGroups } from './arrows.ts'
import { authorization, lostTokenRequest, refusedTokenRequest, tokenRequest } from './exchanges.testing.ts'
import { toMermaid } from './export-mermaid.ts'
import { toSvgFile } from './export-svg.ts'
import { layOut } from './layout.ts'
import { lightPicture } from './palette.ts'
import { toSentence } from './sentences.ts'

const place = (...exchanges: Parameters<typeof toArrowGroups>[0]) =>
  layOut({ groups: toArrowGroups(exchanges, []), names: {}, attacker: false, width: 600 })

const paths = ({ arrows }: ReturnType<typeof place>) => arrows.map(({ from, to }) => `${from} ${to}`)

suite('the picture of a run', () => {
  test('draws a front-channel exchange through the browser, with four arrows', () => {
    assert.deepEqual(paths(place(authorization)), ['client owner', 'owner server', 'server owner', 'owner client'])
  })

  test('draws a back-channel exchange with two arrows', () => {
    assert.deepEqual(paths(place(tokenRequest)), ['client server', 'server client'])
  })

  test('numbers the steps of RFC 6749 §1.2, each once', () => {
    const { arrows } = place(authorization, tokenRequest)
    assert.deepEqual(
      arrows.map(({ number }) => number),
      [1, undefined, undefined, 2, 3, 4],
    )
  })

  test('does not announce a step that is done, even if it was to be refused', () => {
    const refused = { ...refusedTokenRequest, name: 'replay' }
    const coming = (done: readonly string[]) =>
      stepsToCome({ flow: refreshToken, exchanges: [refused], done }).map(({ name }) => name)
    const all = refreshToken.steps.map(({ name }) => name)
    assert.deepEqual(coming([]), all)
    assert.deepEqual(coming(all), [])
  })

  test('draws an exchange that waits without its answer', () => {
    const waiting = { ...authorization, answer: undefined, outcome: 'waiting' as const }
    assert.deepEqual(paths(place(waiting)), ['client owner', 'owner server'])
  })

  test('draws a refusal red at the answer, with its reason as the label', () => {
    const { arrows } = place(refusedTokenRequest)
    assert.deepEqual(
      arrows.map(({ state }) => state),
      ['ok', 'refused'],
    )
    assert.equal(arrows[1]?.words, '400  invalid_grant')
  })

  test('draws a request that nobody answered as lost on its way', () => {
    const { arrows } = place(lostTokenRequest)
    assert.deepEqual(
      arrows.map(({ state }) => state),
      ['unreachable'],
    )
  })

  test('has a lane for the attacker only while one is played', () => {
    const roles = (attacker: boolean) =>
      layOut({ groups: [], names: {}, attacker, width: 600 }).lanes.map(({ role }) => role)
    assert.deepEqual(roles(false), ['owner', 'client', 'server', 'api'])
    assert.deepEqual(roles(true), ['owner', 'client', 'attacker', 'server', 'api'])
    const byAttacker = { ...refusedTokenRequest, from: 'attacker' as const }
    assert.ok(place(byAttacker).lanes.some(({ role }) => role === 'attacker'))
  })

  test('fits every label into the picture, at any width', () => {
    const long = { ...tokenRequest, request: { ...tokenRequest.request, url: `https://a.example/${'x'.repeat(300)}` } }
    for (const width of [300, 358, 520, 900]) {
      const { arrows } = layOut({ groups: toArrowGroups([long], []), names: {}, attacker: true, width })
      for (const { words, labelX } of arrows) {
        const half = (words.length * 6.3) / 2
        assert.ok(labelX - half >= 0 && labelX + half <= width, `${words} at ${width}`)
      }
    }
  })

  test('says the same in sentences', () => {
    assert.deepEqual(place(authorization, refusedTokenRequest).arrows.map(toSentence), [
      'Step 1, request for authorization: client to browser, redirect to the authorization server',
      'Browser to authorization server, GET /authorize response_type=code',
      'Authorization server to browser, redirect to the client',
      'Step 2, authorization grant: browser to client, code',
      'Step 3, token request: client to authorization server, POST /token grant_type=authorization_code',
      'Step 4, token: authorization server to client, 400 invalid_grant, refused',
    ])
  })
})

suite('exports of the picture', () => {
  test('an SVG needs nothing else: no script, style, class or reference', () => {
    const file = toSvgFile(place(authorization, refusedTokenRequest), lightPicture, 'Code & more')
    assert.match(file, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    assert.match(file, /<title>Code &amp; more<\/title>/)
    assert.doesNotMatch(file, /<script|<style|class=|style=|href=|data-|undefined|NaN/)
  })

  test('no export has a code, a token or a secret in it', () => {
    const groups = toArrowGroups([authorization, tokenRequest], [])
    const all = toSvgFile(place(authorization, tokenRequest), lightPicture, 'Flow') + toMermaid(groups)
    for (const secret of ['abc', 'st-1', '"at"', '"rt"', 'c2VjcmV0']) assert.ok(!all.includes(secret), secret)
  })

  test('Mermaid has the arrows in order, the front channel dotted and refusals crossed', () => {
    assert.equal(
      toMermaid(toArrowGroups([authorization, refusedTokenRequest], [])),
      `sequenceDiagram
  participant owner as Resource owner’s browser
  participant client as Client
  participant server as Authorization server
  participant api as Resource server
  Note over owner,api: 1. Ask the resource owner for access
  client-->>owner: (1) redirect to the authorization server
  owner-->>server: GET /authorize response_type=code
  server-->>owner: redirect to the client
  owner-->>client: (2) code
  Note over owner,api: 2. Exchange the code for tokens
  client->>server: (3) POST /token grant_type=authorization_code
  server-xclient: (4) 400 invalid_grant
`,
    )
  })

  test('a title cannot end a line of Mermaid', () => {
    const written = toMermaid(toArrowGroups([{ ...tokenRequest, title: 'a; b\nc #1' }], []))
    assert.match(written, /2\. a#59; b c #35;1\n/)
  })
})
