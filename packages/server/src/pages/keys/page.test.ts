import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import type { BrowserName } from '../browser-name.ts'
import { keyPage } from './key-page.ts'
import { type KeysOutcome, type KeysPage, type KeyView, keysPage } from './page.ts'

const now = new Date('2026-03-10T14:05:00Z')
const props: KeysPage = {
  chrome,
  csrfToken: 'token-b',
  now,
  counts: { all: 1, found: 1, pages: 1, unused: 0 },
  query: { search: '', order: 'used', page: 1 },
  keysPath: '/keys',
  undoAction: '/keys/undo',
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

const [first] = props.keys
assert.ok(first)
const pageOf = (key: KeyView = first) => keyPage({ ...props, key })
const listOf = (count: number, more: Partial<KeysPage> = {}) =>
  keysPage({
    ...props,
    keys: Array.from({ length: count }, (_, index) => ({ ...first, id: `key-${index}` })),
    counts: { all: count, found: count, pages: 1, unused: 0 },
    ...more,
  })

test('a row of the list shows the app, what it may do, when it was last used and when it ends, and leads to its page', () => {
  const [row = ''] = /<article[\s\S]*?<\/article>/.exec(keysPage(props)) ?? []
  assert.match(row, /<a href="\/keys\/key-1"><bdi>Contacts web<\/bdi><\/a>/)
  for (const words of ['See your contacts', 'create', '5 minutes ago', 'in 28 days'])
    assert.ok(row.includes(words), words)
})

test('a row names the first rights of a key that has many', () => {
  const rights = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ value: name, name }))
  const api = { name: 'Contacts', revocationDelaySeconds: 0, rights }
  assert.match(listOf(4, { keys: [{ ...first, apis: [api] }] }), /<bdi>c<\/bdi> · 2 more/)
})

test('the page of a key shows its app, its rights, when it was given, how it was used and when it ends', () => {
  const document = pageOf()
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

test('the page of a key names the publisher, and links to its policy and terms', () => {
  const client = {
    name: 'Contacts web',
    publisher: { href: 'https://cards.example/', host: 'cards.example' },
    policyUri: 'https://cards.example/privacy',
    termsUri: 'https://cards.example/terms',
  }
  const document = pageOf({ ...first, client })
  assert.match(
    document,
    /<dt>Published by<\/dt><dd><a href="https:\/\/cards\.example\/"[^>]*><bdi>cards\.example<\/bdi>/,
  )
  assert.match(document, /href="https:\/\/cards\.example\/privacy"[\s\S]*href="https:\/\/cards\.example\/terms"/)
  assert.doesNotMatch(pageOf(), /Published by/)
})

test('the page of a key shows the browser in which it was given, if known', () => {
  const given = (givenIn: BrowserName | undefined) =>
    /<dt>Given<\/dt>\s*<dd>([\s\S]*?)<\/dd>/.exec(pageOf({ ...first, givenIn }))?.[1] ?? ''
  assert.match(given({ browser: 'Firefox', system: 'Linux' }), /2 days ago.*<bdi>Firefox on Linux<\/bdi>/)
  assert.doesNotMatch(given(undefined), /<br>/)
})

test('a key is narrowed and shortened by one form', () => {
  for (const document of [keysPage(props), pageOf()]) {
    const form = /<form method="post" action="\/keys\/change"[\s\S]*?<\/form>/.exec(document)?.[0] ?? ''
    assert.match(form, /name="key" value="key-1"/)
    assert.match(form, /name="csrf" value="token-b"/)
    assert.match(form, /name="scope" value="0 read" checked/)
    assert.match(
      form,
      /<select[^>]* name="ends"><option value="" selected>No, keep its end<\/option><option value="hour">/,
    )
  }
})

test('a key is revoked by one button of another form, and its page says how soon it stops working', () => {
  const formOf = (document: string) =>
    /<form method="post" action="\/keys\/take-back"[\s\S]*?<\/form>/.exec(document)?.[0] ?? ''
  for (const document of [keysPage(props), pageOf()]) assert.match(formOf(document), /name="key" value="key-1"/)
  assert.match(formOf(keysPage(props)), /Take back<span class="unseen"> from <bdi>Contacts web<\/bdi><\/span>/)
  assert.match(formOf(pageOf()), /within 10 minutes/)
  assert.match(formOf(pageOf()), /Take this key back<span class="unseen"> from <bdi>Contacts web<\/bdi><\/span>/)
})

test('up to three keys can be changed in the list, more only on their pages', () => {
  assert.equal(listOf(3).match(/<details/g)?.length, 3)
  assert.doesNotMatch(listOf(3), /<details[^>]* open/)
  assert.match(listOf(1), /<details class="key-row-change" open>/)
  assert.doesNotMatch(listOf(4), /<details|name="scope"/)
  assert.match(listOf(4), /Take back/)
})

test('a list of eight keys or more has a search, and one of two or more an order', () => {
  assert.doesNotMatch(listOf(1), /role="search"|Sort by/)
  assert.doesNotMatch(listOf(7), /role="search"/)
  assert.match(listOf(7), /aria-current="true">Last used<\/a>[\s\S]*href="\/keys\?sort=name">Name</)
  const found = listOf(9, { query: { search: 'no te', order: 'ends', page: 1 } })
  assert.match(found, /<form method="get" action="\/keys" role="search"/)
  assert.match(found, /<input type="hidden" name="sort" value="ends">/)
  assert.match(found, /9 keys found\. <a href="\/keys\?sort=ends">Show all/)
  assert.match(found, /href="\/keys\?q=no\+te&amp;sort=name">Name</)
})

test('a long list has pages, which keep search and order', () => {
  const counts = { all: 120, found: 120, pages: 3, unused: 4 }
  const second = listOf(50, { counts, query: { search: 'a', order: 'name', page: 2 } })
  assert.match(second, /href="\/keys\?q=a&amp;sort=name">Previous<\/a>[\s\S]*Page 2 of 3[\s\S]*page=3">Next</)
  assert.match(second, /<a href="\/keys\/unused">4 keys not used for 90 days<\/a>/)
})

test('the page of a key that was never used, without an end or sooner choices, says so', () => {
  const document = pageOf({ ...first, lastUsedAt: undefined, useCount: 0, endsAt: null, sooner: [] })
  assert.match(document, /not yet/)
  assert.match(document, /when you take it back/)
  assert.doesNotMatch(document, /<select/)
})

test('a revocation can be undone while there is time', () => {
  const outcome: KeysOutcome = { done: 'taken-back', clientName: 'x', otherKeys: 0, lateApis: [], undo: 'sealed' }
  const undo =
    /<form method="post" action="\/keys\/undo"[\s\S]*name="undo" value="sealed"[\s\S]*You can undo this for 7 seconds/
  assert.match(keysPage({ ...props, outcome, undoSeconds: 7 }), undo)
  assert.doesNotMatch(keysPage({ ...props, outcome }), /keys\/undo/)
})

test('each time carries its instant for a script to show it in the zone of the reader, and says UTC without one', () => {
  const times = [...keysPage(props).matchAll(/<time datetime="([^"]*)"([^>]*)>([^<]*)<\/time>/g)]
  assert.ok(times.length >= 2)
  for (const [, instant = '', attributes = '', words = ''] of times) {
    assert.equal(new Date(instant).toISOString(), instant)
    assert.match(attributes + words, / UTC/)
  }
  assert.doesNotMatch(keysPage(props).replace(/<time[^>]*>[^<]*<\/time>|<script[\s\S]*?<\/script>/g, ''), /UTC/)
})

test('without keys the page explains what will appear', () => {
  assert.match(listOf(0), /No app has a key/)
})

test('the page leads to the browsers in which the user is logged in', () => {
  assert.match(keysPage(props), /<a href="\/account\/sessions">Where you are logged in<\/a>/)
})

const outcomes: readonly KeysOutcome[] = [
  { done: 'taken-back', clientName: 'Contacts web', otherKeys: 0, lateApis: [{ name: 'Photos', seconds: 600 }] },
  { done: 'changed', keyId: 'key-1', clientName: 'Contacts web', isNarrower: true, endsIn: 3600 },
  { done: 'unchanged', keyId: 'key-1', clientName: 'Contacts web' },
  { done: 'nothing', why: 'gone' },
  { done: 'unused-taken-back', keys: 3, undo: 'sealed' },
  { done: 'restored', keyId: 'key-1', clientName: 'Contacts web' },
  { done: 'all-restored', keys: 3 },
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
    'Keys taken back · My keys · Valetkey',
    'Key restored · My keys · Valetkey',
    'Keys restored · My keys · Valetkey',
  ])
})

test('the notice of a change says what is different and links to the key', () => {
  const changed: KeysOutcome = { done: 'changed', keyId: 'key-1', clientName: 'Contacts web', isNarrower: false }
  const said = (outcome: KeysOutcome) => /id="result"[\s\S]*?<\/div>/.exec(keysPage({ ...props, outcome }))?.[0] ?? ''
  assert.match(
    said({ ...changed, endsIn: 3600 }),
    /<p>It now ends in 1 hour\. <a href="\/keys\/key-1">Show this key<\/a>/,
  )
  const both = said({ ...changed, isNarrower: true, endsIn: 3600 })
  assert.match(both, /<p>It now opens only what you see below\. It ends in 1 hour\. <a/)
  assert.match(said({ ...changed, isNarrower: true }), /It now opens only what you see below\. <a/)
  assert.match(said({ ...changed, done: 'unchanged' }), /The key of <bdi>Contacts web<\/bdi> has not changed\./)
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
    assert.deepEqual(breakouts(keysPage, { ...props, outcome, undoSeconds: 5 }, ['done', 'why', 'order']), [])
  assert.deepEqual(breakouts(keyPage, { ...props, key: first }, ['done', 'why', 'order']), [])
})
