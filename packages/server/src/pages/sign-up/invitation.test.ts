import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, createBrowser } from '../../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { createPlace } from '../../testing/cli.ts'
import { until } from '../../testing/mail.ts'

const password = 'seven bright umbrellas walking'
const place = await createPlace({
  signUp: 'invitation',
  accounts: [
    { username: 'alice', password, email: 'alice@example.com', claims: { groups: ['first'] } },
    { username: 'bob', password, email: 'bob@example.com' },
  ],
})
const on = ['--config', place.file]
const server = await place.serve()
const newBrowser = () => createBrowser((request) => fetch(request, { redirect: 'manual' }))
const outbox = async () => (await newBrowser().open(`${place.issuer}/dev/outbox`)).html

async function invite(email: string, ...options: readonly string[]) {
  const before = (await outbox()).split('<article').length
  const { id } = await place.json('account', 'invite', email, ...options)
  await until('the message', async () => (await outbox()).split('<article').length > before)
  const link = /href="([^"]*\/invitation\?link=[\w-]+)"/.exec(await outbox())?.[1] ?? ''
  return { id: String(id), link }
}

const groupsOf = async (username: string) => (await place.json('account', 'show', username)).groups
const logIn = async (browser: Browser, username: string, start = `${place.issuer}/login`) =>
  browser.submit(await browser.open(start), 'username', { username, password })

test('an invited user creates an account with the groups of the invitation, once', async () => {
  const { link, id } = await invite('nina@example.com', '--name', 'Nina Ng', '--group', 'staff', 'editors')
  const listed = (await place.json('account', 'invitations')) as unknown as readonly Record<string, unknown>[]
  assert.deepEqual(
    listed.map((one) => [one.id, one.email, one.groups]),
    [[id, 'nina@example.com', ['staff', 'editors']]],
  )
  const browser = newBrowser()
  const page = await browser.open(link)
  assert.match(page.html, /You are invited/)
  assert.match(page.html, /value="Nina Ng"/)
  const form = findForm(page.html, 'password')
  assert.ok(form)
  const replies = await Promise.all(
    Array.from({ length: 50 }, () =>
      fetch(new URL(form.action, place.issuer), {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: browser.cookies.header('/'), 'content-type': 'application/x-www-form-urlencoded' },
        body: fillForm(form, { password }),
      }),
    ),
  )
  const statuses = replies.map(({ status }) => status)
  assert.equal(statuses.filter((status) => status === 303).length, 1, `${statuses}`)
  for (const status of statuses) assert.ok([303, 400, 409, 429].includes(status), `${status}`)
  assert.deepEqual(await groupsOf('nina@example.com'), ['staff', 'editors'])
  assert.equal((await browser.open(link)).status, 400)
  assert.equal((await place.json('account', 'invitations')).length, 0)
})

test('a user who has an account logs in, accepts, and keeps the groups they had', async () => {
  const { link } = await invite('Alice@Example.com', '--group', 'staff')
  const browser = newBrowser()
  const asked = await browser.open(link)
  const href = /href="(\/login\?to=[^"]+)"/.exec(asked.html)?.[1]
  assert.ok(href, asked.html)
  const back = await logIn(browser, 'alice', new URL(href, place.issuer).href)
  const page = await browser.follow(back)
  assert.match(page.html, /<bdi>staff<\/bdi>/)
  assert.deepEqual(await groupsOf('alice'), ['first'], 'looking changes nothing')
  const done = await browser.submit(page, 'decision', { decision: 'accept' })
  assert.match(done.html, /Invitation accepted/)
  assert.deepEqual(await groupsOf('alice'), ['first', 'staff'])
  assert.equal((await browser.open(link)).status, 400)
})

test('an invitation for another address than that of the logged-in account is refused in plain words', async () => {
  const { link } = await invite('alice@example.com', '--group', 'secret')
  const browser = newBrowser()
  await logIn(browser, 'bob')
  const refused = await browser.open(link)
  assert.match(refused.html, /This invitation is for someone else/)
  assert.match(refused.html, /alice@example\.com/)
  assert.equal(findForm(refused.html, 'decision')?.fields.some(({ name }) => name === 'decision') ?? false, false)
  const alice = newBrowser()
  await logIn(alice, 'alice')
  const form = findForm((await alice.open(link)).html, 'decision')
  assert.ok(form)
  // The form of another browser.
  const forged = await fetch(new URL(form.action, place.issuer), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: browser.cookies.header('/'), 'content-type': 'application/x-www-form-urlencoded' },
    body: fillForm(form, { decision: 'accept' }),
  })
  assert.equal(forged.status, 403)
  assert.equal(await groupsOf('bob'), undefined)
})

test('a revoked invitation no longer works', async () => {
  const { link, id } = await invite('olga@example.com')
  assert.equal((await place.run(['account', 'revoke-invitation', id, ...on])).code, 0)
  assert.match((await newBrowser().open(link)).html, /This invitation no longer works/)
  const again = await place.run(['account', 'revoke-invitation', id, ...on])
  assert.equal(again.code, 1)
  assert.match(again.stderr, new RegExp(`there is no invitation ${id}`))
})

test('a link to sign up is no invitation, and what cannot be meant is refused', async () => {
  const { link } = await invite('olga@example.com')
  const other = link.replace('/invitation?', '/sign-up/finish?')
  assert.equal((await newBrowser().open(other)).status, 400)
  assert.equal((await newBrowser().open(link.replace('?link=', '/'))).location?.includes('/invitation?link='), true)
  for (const args of [
    ['olga@example.com', '--expires-in', 'soon'],
    ['olga@example.com', '--expires-in', '91d'],
    ['olga@example.com', '--group', ' '],
  ])
    assert.equal((await place.run(['account', 'invite', ...args, ...on])).code, 2, args.join(' '))
  assert.equal((await place.run(['account', 'invite', 'olga', ...on])).code, 1)
})

const langOf = (html: string) => /<html lang="([^"]+)"/.exec(html)?.[1]

test('the message of an invitation and the pages behind its link are in the language that the operator names', async () => {
  const { link } = await invite('greta@example.com', '--language', 'DE')
  assert.match(await outbox(), /Einladung/)
  const browser = createBrowser((request) => {
    request.headers.set('accept-language', 'fr')
    return fetch(request, { redirect: 'manual' })
  })
  const page = await browser.open(link)
  assert.equal(langOf(page.html), 'de')
  const faulty = await browser.submit(page, 'password', { name: 'Greta', password: 'x' })
  assert.equal(langOf(faulty.html), 'de')
  const done = await browser.follow(await browser.submit(page, 'password', { name: 'Greta', password }))
  assert.equal(langOf(done.html), 'de')
  assert.equal((await place.json('account', 'show', 'greta@example.com')).locale, 'de')
})

test('an invited user who has an account is asked in the language of the invitation, unless they chose one', async () => {
  const { link } = await invite('bob@example.com', '--language', 'ja')
  const browser = newBrowser()
  assert.equal(langOf((await browser.open(link)).html), 'ja')
  await logIn(browser, 'bob')
  const page = await browser.open(link)
  assert.equal(langOf(page.html), 'ja')
  assert.equal(langOf((await browser.submit(page, 'decision', { decision: 'accept' })).html), 'ja')
})

test('an invitation without a language has the first one of the server, and an unknown one is a usage error', async () => {
  const { link } = await invite('frank@example.com')
  const browser = createBrowser((request) => {
    request.headers.set('accept-language', 'fr')
    return fetch(request, { redirect: 'manual' })
  })
  assert.equal(langOf((await browser.open(link)).html), 'en')
  const refused = await place.run(['account', 'invite', 'x@example.com', '--language', 'xx', ...on])
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /--language xx: the server has no pages in it; give one of en, de, /)
})

test('invitations need a sign-up that is not closed', async () => {
  await server.stop()
  place.write({})
  const { code, stderr } = await place.run(['account', 'invite', 'olga@example.com', ...on])
  assert.equal(code, 1)
  assert.match(stderr, /set signUp: invitation/)
})
