import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import type { BrowserName } from '../browser-name.ts'
import { type KeysOutcome, type KeysPage, keysPage } from './page.ts'

const now = new Date('2026-03-10T14:05:00Z')
const props: KeysPage = {
  chrome,
  csrfToken: 'token-b',
  now,
  changeAction: '/keys/change',
  takeBackAction: '/keys/take-back',
  sessionsHref: '/account/sessions',
  keys: [
    {
      id: 'key-1',
      client: { name: 'Contacts web', unverified: true },
      apis: [
        {
          name: 'Contacts',
          revocationDelaySeconds: 600,
          rights: [
            { value: '0 read', name: 'read', description: 'See your contacts' },
            { value: '0 create', name: 'create' },
          ],
        },
      ],
      givenAt: new Date('2026-03-08T10:00:00Z'),
      lastUsedAt: new Date('2026-03-10T14:00:00Z'),
      useCount: 12,
      endsAt: new Date('2026-04-07T10:00:00Z'),
      sooner: [{ value: 'hour', seconds: 3600 }],
    },
  ],
}

test('a key shows its app, its rights, when it was given, how it was used and when it ends', () => {
  const document = keysPage(props)
  for (const words of [
    'Contacts web',
    'See your contacts',
    '2 days ago',
    '5 minutes ago',
    'used 12 times',
    'in 28 days',
  ])
    assert.ok(document.includes(words), words)
})

test('a key shows the browser in which it was given, if known', () => {
  const [key] = props.keys
  if (key === undefined) return
  const given = (givenIn: BrowserName | undefined) =>
    /<dt>Given<\/dt>\s*<dd>([\s\S]*?)<\/dd>/.exec(keysPage({ ...props, keys: [{ ...key, givenIn }] }))?.[1] ?? ''
  assert.match(given({ browser: 'Firefox', system: 'Linux' }), /2 days ago.*<bdi>Firefox on Linux<\/bdi>/)
  assert.doesNotMatch(given(undefined), /<br>/)
})

test('a key is narrowed and shortened by one form', () => {
  const form = /<form method="post" action="\/keys\/change"[\s\S]*?<\/form>/.exec(keysPage(props))?.[0] ?? ''
  assert.match(form, /name="key" value="key-1"/)
  assert.match(form, /name="csrf" value="token-b"/)
  assert.match(form, /name="scope" value="0 read" checked/)
  assert.match(
    form,
    /<select[^>]* name="ends"><option value="" selected>No, keep its end<\/option><option value="hour">/,
  )
})

test('a key is revoked by one button of another form', () => {
  const form = /<form method="post" action="\/keys\/take-back"[\s\S]*?<\/form>/.exec(keysPage(props))?.[0] ?? ''
  assert.match(form, /name="key" value="key-1"/)
  assert.match(form, /within 10 minutes/)
  assert.match(form, /Take this key back<span class="unseen"> from <bdi>Contacts web<\/bdi><\/span>/)
})

test('with more than three keys each is collapsed to its rights and its end', () => {
  const [key] = props.keys
  assert.ok(key)
  const many = (count: number) =>
    keysPage({ ...props, keys: Array.from({ length: count }, (_, index) => ({ ...key, id: `key-${index}` })) })
  assert.doesNotMatch(many(3), /<details/)
  const [card = ''] = /<article[\s\S]*?<\/article>/.exec(many(4)) ?? []
  const [folded = ''] = /<details[\s\S]*<\/details>/.exec(card) ?? []
  assert.match(folded, /<summary>Change this key[\s\S]*name="scope"[\s\S]*name="ends"[\s\S]*Save changes/)
  const seen = card.replace(folded, '')
  assert.match(
    seen,
    /<dt><bdi>Contacts<\/bdi><\/dt><dd><ul class="opens"><li><bdi>See your contacts<\/bdi><\/li><li><bdi>create<\/bdi>/,
  )
  assert.match(seen, /Take this key back/)
  assert.equal(many(4).match(/<details/g)?.length, 4)
})

test('a key that was never used, without an end or sooner choices, says so', () => {
  const [key] = props.keys
  assert.ok(key)
  const document = keysPage({
    ...props,
    keys: [{ ...key, lastUsedAt: undefined, useCount: 0, endsAt: null, sooner: [] }],
  })
  assert.match(document, /not yet/)
  assert.match(document, /when you take it back/)
  assert.doesNotMatch(document, /<select/)
})

test('each time carries its instant for a script to show it in the zone of the reader, and says UTC without one', () => {
  const times = [...keysPage(props).matchAll(/<time datetime="([^"]*)"([^>]*)>([^<]*)<\/time>/g)]
  assert.ok(times.length >= 3)
  for (const [, instant = '', attributes = '', words = ''] of times) {
    assert.equal(new Date(instant).toISOString(), instant)
    assert.match(attributes + words, / UTC/)
  }
  assert.doesNotMatch(keysPage(props).replace(/<time[^>]*>[^<]*<\/time>|<script[\s\S]*?<\/script>/g, ''), /UTC/)
})

test('without keys the page explains what will appear', () => {
  assert.match(keysPage({ ...props, keys: [] }), /No app has a key/)
})

test('the page leads to the browsers in which the user is logged in', () => {
  assert.match(keysPage(props), /<a href="\/account\/sessions">Where you are logged in<\/a>/)
})

const outcomes: readonly KeysOutcome[] = [
  { done: 'taken-back', clientName: 'Contacts web', otherKeys: 0, lateApis: [{ name: 'Photos', seconds: 600 }] },
  { done: 'changed', keyId: 'key-1', clientName: 'Contacts web', isNarrower: true, endsIn: 3600 },
  { done: 'unchanged', keyId: 'key-1', clientName: 'Contacts web' },
  { done: 'nothing', why: 'gone' },
]

test('the outcome is in the element result', () => {
  for (const outcome of outcomes)
    assert.match(
      keysPage({ ...props, outcome }),
      /<div class="notice \w+" role="status" id="result" tabindex="-1" autofocus>/,
    )
  const [takenBack] = outcomes
  assert.match(keysPage({ ...props, outcome: takenBack }), /<bdi>Photos<\/bdi> stops accepting it within 10 minutes/)
})

test('the outcome is in the title of the page, too', () => {
  const titles = outcomes.map((outcome) => /<title>(.*?)<\/title>/.exec(keysPage({ ...props, outcome }))?.[1])
  assert.deepEqual(titles, [
    'Key taken back · My keys · Valetkey',
    'Key changed · My keys · Valetkey',
    'Nothing changed · My keys · Valetkey',
    'Nothing changed · My keys · Valetkey',
  ])
})

test('the notice of a change says what is different and links to the key', () => {
  const changed: KeysOutcome = { done: 'changed', keyId: 'key-1', clientName: 'Contacts web', isNarrower: false }
  const said = (outcome: KeysOutcome) => /id="result"[\s\S]*?<\/div>/.exec(keysPage({ ...props, outcome }))?.[0] ?? ''
  assert.match(said({ ...changed, endsIn: 3600 }), /<p>It now ends in 1 hour\. <a href="#key-0">Show this key<\/a>/)
  const both = said({ ...changed, isNarrower: true, endsIn: 3600 })
  assert.match(both, /<p>It now opens only what you see below\. It ends in 1 hour\. <a/)
  assert.match(said({ ...changed, isNarrower: true }), /It now opens only what you see below\. <a/)
  assert.match(said({ ...changed, done: 'unchanged' }), /The key of <bdi>Contacts web<\/bdi> has not changed\./)
  assert.match(keysPage(props), /id="key-0"/)
})

test('the notice of a revocation mentions another key of the same app', () => {
  const outcome: KeysOutcome = { done: 'taken-back', clientName: 'Contacts web', otherKeys: 0, lateApis: [] }
  assert.match(keysPage({ ...props, outcome }), /It can no longer access your data/)
  const other = keysPage({ ...props, outcome: { ...outcome, otherKeys: 1 } })
  assert.match(other, /<bdi>Contacts web<\/bdi> still has another key, below/)
  assert.doesNotMatch(other, /can no longer use/)
})

test('no value can become markup', () => {
  for (const outcome of [undefined, ...outcomes])
    assert.deepEqual(breakouts(keysPage, { ...props, outcome }, ['done', 'why']), [])
})
