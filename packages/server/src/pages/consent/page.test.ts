import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { type ConsentPage, consentPage } from './page.ts'

const rights = [
  { value: 'read', name: 'read', description: 'See your contacts' },
  { value: 'delete', name: 'delete', checked: false },
]

const props: ConsentPage = {
  chrome,
  action: '/consent',
  csrfToken: 'token-b',
  interaction: 'interaction-1',
  client: { name: 'Contacts web', unverified: true },
  account: { name: 'Alice' },
  redirect: { host: 'localhost:4002', anyApp: true },
  apis: [
    { name: 'Contacts', rights, held: [{ name: 'create', description: 'Add contacts' }] },
    { name: 'Photos', rights },
  ],
  durations: [
    { value: 'once' },
    { value: 'hour' },
    { value: 'month' },
    { value: 'always' },
    { value: 'week', label: '1 week' },
  ],
  duration: 'month',
  switchAccountHref: '/login/switch',
}

test('the consent form has scope boxes, a duration and both decisions, in one form', () => {
  const form = /<form method="post" action="\/consent"[^>]*>[\s\S]*?<\/form>/.exec(consentPage(props))?.[0] ?? ''
  assert.match(form, /<input type="checkbox" id="scope-0-0" name="scope" value="read" checked>/)
  assert.match(form, /<input type="checkbox" id="scope-0-1" name="scope" value="delete">/)
  assert.equal(form.match(/type="radio" name="duration"/g)?.length, 5)
  assert.match(form, /name="duration" value="month" required checked>/)
  assert.match(form, /name="decision" value="allow"/)
  assert.match(form, /name="decision" value="deny"/)
  assert.match(form, /name="csrf" value="token-b"/)
  assert.match(form, /name="interaction" value="interaction-1"/)
})

test('the page names the app, the user and the destination of the response', () => {
  const [, photos] = props.apis
  assert.ok(photos)
  const document = consentPage({ ...props, apis: [photos] })
  assert.match(document, /<h1><bdi>Contacts web<\/bdi> asks for a key<\/h1>/)
  assert.match(document, /<title>Contacts web asks for a key/)
  assert.match(document, /You are logged in as <\/span><bdi>Alice<\/bdi>/)
  assert.match(document, /You’ll be sent to <bdi class="target-host">localhost:4002<\/bdi>/)
})

test('an unverified app and a response that any local app could receive are marked, others are not', () => {
  assert.match(consentPage(props), /unverified/)
  assert.match(consentPage(props), /an app on this computer/)
  const known = consentPage({ ...props, client: { name: 'A' }, redirect: { host: 'a.example' } })
  assert.doesNotMatch(known, /unverified|on this computer/)
})

test('rights that the app has already are listed without a checkbox', () => {
  const document = consentPage(props)
  assert.match(document, /It can already:/)
  assert.match(document, /Add contacts/)
  assert.doesNotMatch(document, /value="create"/)
})

test('the description of a right is shown in full, however long it is', () => {
  const description = `See your photos, ${'and where each was taken, '.repeat(10)}and who is on them`
  const [contacts] = props.apis
  assert.ok(contacts)
  const long = [{ value: 'photos', name: 'photos', description }]
  const document = consentPage({ ...props, apis: [{ ...contacts, rights: long, held: long }] })
  assert.equal(document.split(`<bdi>${description}</bdi>`).length, 3)
})

test('new rights are shown apart from those that the app has already', () => {
  assert.match(consentPage(props), /<h1><bdi>Contacts web<\/bdi> asks for more<\/h1>/)
  assert.match(consentPage(props), /It can already:[\s\S]*It now asks for more:[\s\S]*name="scope" value="read"/)
  const [, photos] = props.apis
  assert.ok(photos)
  assert.doesNotMatch(consentPage({ ...props, apis: [photos] }), /asks for more/)
  const nothingNew = consentPage({ ...props, apis: [{ ...photos, rights: [], held: rights }, photos] })
  assert.doesNotMatch(nothingNew, /now asks for more|class="rows"><\/div>/)
})

test('unticking everything denies the request, unless the app has rights already', () => {
  const [, photos] = props.apis
  assert.ok(photos)
  const warned = (apis: ConsentPage['apis']) =>
    /class="needs-tick"[\s\S]*Nothing is ticked/.test(consentPage({ ...props, apis }))
  assert.ok(warned([photos]))
  assert.ok(!warned(props.apis), 'the key would say what is held already')
  assert.ok(!warned([]), 'there is nothing to tick')
})

test('each API is a group of boxes under its name', () => {
  const [, photos] = props.apis
  assert.ok(photos)
  const document = consentPage({ ...props, apis: [photos] })
  assert.match(document, /<fieldset class="api">\n<legend class="api-name"><bdi>Photos<\/bdi><\/legend>/)
})

test('Allow ignores a click right after the page opened, Deny does not', () => {
  assert.match(consentPage(props), /<button [^>]*value="allow" data-guarded>Allow</)
  assert.match(consentPage(props), /<button [^>]*value="deny">Deny</)
})

test('durations are written in words', () => {
  for (const words of ['Once', '1 hour', '30 days', 'No end', '1 week'])
    assert.ok(consentPage(props).includes(`<span>${words}</span>`), words)
})

test('a link leads to the choice of another account', () => {
  assert.match(consentPage(props), /<a class="button quiet" href="\/login\/switch">[\s\S]*?Continue as someone else/)
})

test('a name cannot change the direction of the text around it, or be invisible', () => {
  const document = consentPage({ ...props, client: { name: '\u202eelgooG\u200b' } })
  assert.doesNotMatch(document, /[\u202a-\u202e\u200b]/)
  assert.match(consentPage({ ...props, client: { name: '\u200b' } }), /<bdi>\?<\/bdi> asks/)
})

test('no value can become markup', () => assert.deepEqual(breakouts(consentPage, props), []))
