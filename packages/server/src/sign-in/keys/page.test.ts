import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../ui/hostile.testing.ts'
import { type KeysOutcome, type KeysPage, keysPage } from './page.ts'

const now = new Date('2026-03-10T14:05:00Z')
const props: KeysPage = {
  chrome,
  csrfToken: 'token-b',
  now,
  changeAction: '/keys/change',
  takeBackAction: '/keys/take-back',
  endSessionAction: '/keys/end-session',
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
      sooner: [{ value: 'hour', label: 'In 1 hour' }],
    },
  ],
  sessions: [
    { id: 'session-1', browser: 'Firefox on Linux', lastSeenAt: now, current: true },
    { id: 'session-2', browser: 'Safari on iPhone', lastSeenAt: now, current: false },
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

test('a key tells in which browser it was given, where that is known', () => {
  const [key] = props.keys
  if (key === undefined) return
  const given = (givenIn: string | undefined) =>
    /<dt>Given<\/dt>\s*<dd>([\s\S]*?)<\/dd>/.exec(keysPage({ ...props, keys: [{ ...key, givenIn }] }))?.[1] ?? ''
  assert.match(given('Firefox on Linux'), /2 days ago.*<bdi>Firefox on Linux<\/bdi>/)
  assert.doesNotMatch(given(undefined), /<br>/)
})

test('a key is narrowed and shortened by one form', () => {
  const form = /<form method="post" action="\/keys\/change"[\s\S]*?<\/form>/.exec(keysPage(props))?.[0] ?? ''
  assert.match(form, /name="key" value="key-1"/)
  assert.match(form, /name="csrf" value="token-b"/)
  assert.match(form, /name="scope" value="0 read" checked/)
  assert.match(
    form,
    /<select[^>]* name="ends"><option value="" selected>No, it ends in 28 days<\/option><option value="hour">/,
  )
})

test('a key is taken back by one press of another form', () => {
  const form = /<form method="post" action="\/keys\/take-back"[\s\S]*?<\/form>/.exec(keysPage(props))?.[0] ?? ''
  assert.match(form, /name="key" value="key-1"/)
  assert.match(form, /within 10 minutes/)
  assert.match(form, /Take this key back<span class="unseen"> from <bdi>Contacts web<\/bdi><\/span>/)
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

test('without keys the page explains what will appear', () => {
  assert.match(keysPage({ ...props, keys: [] }), /No app has a key of yours/)
})

test('browsers that are logged in are listed, and hidden where there are none', () => {
  assert.match(keysPage(props), /Firefox on Linux[\s\S]*this browser/)
  assert.match(keysPage(props), /name="session" value="session-2"/)
  assert.doesNotMatch(keysPage({ ...props, sessions: [] }), /Where you are logged in/)
})

const outcomes: readonly KeysOutcome[] = [
  { done: 'taken-back', clientName: 'Contacts web', otherKeys: 0, lateApis: [{ name: 'Photos', seconds: 600 }] },
  { done: 'changed', clientName: 'Contacts web' },
  { done: 'session-ended', browser: 'Safari' },
  { done: 'nothing', message: 'This key had already been taken back.' },
]

test('what was done is said in the element result', () => {
  for (const outcome of outcomes)
    assert.match(keysPage({ ...props, outcome }), /<div class="notice \w+" role="status" id="result">/)
  const [takenBack] = outcomes
  assert.match(keysPage({ ...props, outcome: takenBack }), /<bdi>Photos<\/bdi> notices in 10 minutes at the latest/)
})

test('an app that has another key is not said to have none', () => {
  const outcome: KeysOutcome = { done: 'taken-back', clientName: 'Contacts web', otherKeys: 0, lateApis: [] }
  assert.match(keysPage({ ...props, outcome }), /It can no longer use what is yours/)
  const other = keysPage({ ...props, outcome: { ...outcome, otherKeys: 1 } })
  assert.match(other, /<bdi>Contacts web<\/bdi> still has another key, below/)
  assert.doesNotMatch(other, /can no longer use/)
})

test('no value can become markup', () => {
  for (const outcome of [undefined, ...outcomes])
    assert.deepEqual(breakouts(keysPage, { ...props, outcome }, ['done']), [])
})
