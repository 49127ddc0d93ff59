import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, createBrowser, type Page } from '../../../../../conformance/browser/browser.ts'
import { fillForm, readForms } from '../../../../../conformance/browser/forms.ts'
import type { CredentialChange } from '../../accounts/mail/mail.ts'
import { execute } from '../../storage/testing/execute.ts'
import { createAuthenticator } from '../../testing/authenticator.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { startMailServer, until } from '../../testing/mail.ts'
import { aliceClaims, people, startServer, type TestConfig } from '../../testing/server.ts'
import { de } from '../../ui/words/de.ts'
import { openIdEntry, startFakeProvider } from '../upstream/provider.testing.ts'

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const words = de.mail.notice

async function start() {
  const [mail, fake] = [await startMailServer(), await startFakeProvider()]
  const server = await startServer(({ accounts }: TestConfig) => ({
    issuer: 'http://localhost:4000',
    mail: { url: `smtp://127.0.0.1:${mail.port}`, from: 'no-reply@example.com' },
    outbound: { allowHosts: [fake.host] },
    upstream: [openIdEntry(fake)],
    accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, locale: 'de-CH' } : one)),
  }))
  // As accounts that a command or a sign-up adds.
  const url = `sqlite:${server.database}`
  await execute(url, "update account set source = 'command', source_file = null, source_digest = null")
  const open = () =>
    createBrowser((request) => {
      request.headers.set('user-agent', agent)
      return server.fetch(request, { remoteAddress: '192.0.2.77' })
    })
  let read = 0
  /** Waits for the next message that contains a text. */
  const next = async (text: string) => {
    const find = () => mail.received.slice(read).find((one) => one.text.includes(text))
    await until(`a message with “${text}”`, () => find() !== undefined).catch(() =>
      assert.fail(`no message with “${text}” among ${mail.received.slice(read).map((one) => one.text)}`),
    )
    const found = find()
    assert.ok(found)
    read = mail.received.indexOf(found) + 1
    return found
  }
  return { server, fake, open, next }
}

async function press(browser: Browser, page: Page, action: string, values: Readonly<Record<string, string>> = {}) {
  const form = readForms(page.html).find((one) => new URL(one.action, page.url).pathname === action)
  assert.ok(form, `a form that posts to ${action} at ${page.url}`)
  return browser.follow(await browser.post(new URL(form.action, page.url), fillForm(form, values), page.url))
}

const optionsOf = ({ html }: Page) =>
  (/data-options="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#34;', '"')

test('each change of credentials is announced to the owner by mail, with the time, the browser and the advice', async () => {
  const { server, fake, open, next } = await start()
  const { issuer } = server
  const browser = open()
  let password: string = people.alice.password
  let address: string = aliceClaims.email
  let codes: readonly string[] = []
  const logIn = async (path: string, one = browser) => {
    const page = await one.open(`${issuer}/login?to=${path}&other=yes`)
    return one.follow(await one.submit(page, 'username', { username: 'alice', password }))
  }
  const recover = async () => {
    await browser.submit(await browser.open(`${issuer}/recover`), 'username', { username: 'alice' })
    const [link = ''] = /http:\S+link=\S+/.exec((await next('/recover/password?link=')).text) ?? []
    password = 'eleven quiet lanterns'
    return browser.submit(await browser.open(link), 'password', { password })
  }
  const changeAddress = async () => {
    await browser.submit(await logIn('/account/email'), 'email', { email: 'alice@example.org' })
    const [link = ''] = /http:\S+link=\S+/.exec((await next('/account/email/confirm?link=')).text) ?? []
    return press(browser, await browser.open(link), '/account/email/confirm')
  }
  const changePassword = async () => {
    const values = { current_password: password, new_password: 'seven slow bicycles home' }
    const done = await browser.submit(await logIn('/account/password'), 'new_password', values)
    password = values.new_password
    return done
  }
  const setUpApp = async () => {
    await logIn('/account/second-factor')
    const made = await confirmApp(browser, await browser.open(`${issuer}/account/second-factor/app`), Date.now())
    codes = made.codes
    return made.shown
  }
  const makeCodes = async () => {
    const shown = await press(
      browser,
      await browser.open(`${issuer}/account/second-factor`),
      '/account/second-factor/codes',
    )
    codes = [...shown.html.matchAll(/<li><code>([\w-]+)<\/code>/g)].map(([, code = '']) => code)
    return shown
  }
  const useRecoveryCode = async () => {
    const other = open()
    const second = await logIn('/account', other)
    const href = /href="([^"]*with=recovery-code[^"]*)"/.exec(second.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return other.submit(await other.open(new URL(href, issuer)), 'recovery_code', { recovery_code: codes[0] ?? '' })
  }
  const linkLogin = async () => {
    fake.user = { sub: 'a-1', name: 'Alice' }
    const sent = await browser.submit(await logIn('/account/logins'), 'provider', { provider: 'fake' })
    return browser.follow(await browser.open(fake.allow(sent.location ?? '')), issuer)
  }
  const inSection = async (section: string, action: string, values: Readonly<Record<string, string>> = {}) =>
    press(browser, await browser.open(`${issuer}/account/${section}`), action, values)
  const device = createAuthenticator(issuer)
  const addPasskey = async () => {
    const page = await logIn('/account/passkeys')
    return press(browser, page, '/account/passkeys/add', { passkey: device.create(optionsOf(page)) })
  }
  const keepAccount = async () => press(browser, await logIn('/account'), '/account/deletion')

  const changes: readonly (readonly [CredentialChange, () => Promise<Page>])[] = [
    ['password-changed', changePassword],
    ['password-changed', recover],
    ['login-linked', linkLogin],
    ['login-unlinked', () => inSection('logins', '/account/logins/unlink', { login: 'fake:a-1' })],
    ['passkey-added', addPasskey],
    ['passkey-removed', () => inSection('passkeys', '/account/passkeys/remove', { id: device.id })],
    ['second-factor-added', setUpApp],
    ['recovery-codes-made', makeCodes],
    ['recovery-code-used', useRecoveryCode],
    ['second-factor-removed', () => inSection('second-factor', '/account/second-factor/remove')],
    ['email-changed', changeAddress],
    ['deletion-requested', () => inSection('data', '/account/data/delete', { confirm_username: 'alice' })],
    ['deletion-cancelled', keepAccount],
  ]
  const untested = Object.keys(words.changes).filter((name) => changes.every(([change]) => change !== name))
  assert.deepEqual(untested, [])
  for (const [change, make] of changes) {
    const done = await make()
    assert.ok(done.status < 400, `${change}: ${done.status} at ${done.url}`)
    const { to, text } = await next(words.changes[change].text('alice'))
    assert.deepEqual(to, [address], change)
    assert.match(text, /^Guten Tag Alice Liddell,/, change)
    assert.match(text, new RegExp(`Wann: \\d.*${new Date().getFullYear()}`), change)
    assert.ok(text.includes('Von: Firefox, Linux, Adresse 192.0.2.77'), `${change}: ${text}`)
    if (change === 'email-changed') {
      // The link for a new password would go to the address that the owner may not have.
      assert.ok(text.includes(words.account) && !text.includes('/recover'), text)
      address = 'alice@example.org'
    } else assert.ok(text.includes(words.notYou) && text.includes(`${issuer}/recover\n`), `${change}: ${text}`)
  }
})
