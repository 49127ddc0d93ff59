import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { fillForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { execute } from '../../storage/testing/execute.ts'
import { createAuthenticator } from '../../testing/authenticator.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { startMailServer, until } from '../../testing/mail.ts'
import { aliceClaims, people, startServer } from '../../testing/server.ts'
import { en } from '../../ui/words/en.ts'
import { type AnyRow, readAllRows } from './all-rows.testing.ts'

const issuer = 'http://localhost:4000'
const { changes, deleted } = en.mail.notice
const optionsOf = ({ html }: Page) =>
  (/data-options="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#34;', '"')

async function press(browser: Browser, page: Page, action: string, values: Readonly<Record<string, string>> = {}) {
  const form = readForms(page.html).find((one) => new URL(one.action, page.url).pathname === action)
  assert.ok(form, `a form that posts to ${action} at ${page.url}`)
  return browser.follow(await browser.post(new URL(form.action, page.url), fillForm(form, values), page.url))
}

await onEachEngine('deletions of accounts', ({ name, create }) => {
  test(`${name}: after the waiting period an account is deleted with all that names it, unless its user returns`, async () => {
    const [mail, url] = [await startMailServer(), create('deletions')]
    const server = await startServer(() => ({
      issuer,
      database: url,
      mail: { url: `smtp://127.0.0.1:${mail.port}`, from: 'no-reply@example.com' },
      accountDeletion: { afterDays: 14 },
    }))
    // As accounts that a command or a sign-up adds.
    await execute(url, "update account set source = 'command', source_file = null, source_digest = null")
    const arrives = (text: string, times = 1) =>
      until(`“${text}”`, () => mail.received.filter((one) => one.text.includes(text)).length === times)

    const browser = server.browser()
    const device = createAuthenticator(issuer)
    const login = await browser.open(`${issuer}/login?to=/account/passkeys`)
    const page = await browser.follow(await browser.submit(login, 'username', people.alice))
    await press(browser, page, '/account/passkeys/add', { passkey: device.create(optionsOf(page)) })
    const { json } = await server.grant('web', { scope: 'read' }, { browser })
    const another = await server.grant('web', { scope: 'read' }, { person: 'bob' })
    await confirmApp(browser, await browser.open(`${issuer}/account/second-factor/app`), Date.now())
    await browser.submit(await browser.open(`${issuer}/recover`), 'username', { username: 'alice' })
    await arrives('/recover/password?link=')
    const ids = (await readAllRows(url)).filter(({ table, row }) => table === 'account' && row.username === 'alice')
    const id = String(ids[0]?.row.id)
    const columns = '(account_id, created_at, provider, subject, claims)'
    await execute(url, `insert into upstream_identity ${columns} values ('${id}', 1, 'fake', 'a-1', '{}')`)
    await execute(
      url,
      `insert into trusted_device (account_id, created_at, hash, user_agent, last_used_at, expires_at) values ('${id}', 1, 'device', 'Firefox', 1, ${Date.now() + 86_400_000})`,
    )

    const ask = async () => {
      const data = await browser.open(`${issuer}/account/data`)
      return press(browser, data, '/account/data/delete', { confirm_username: 'alice' })
    }
    const logIn = async () => {
      const form = await browser.open(`${issuer}/login?to=/account/data`)
      return browser.follow(await browser.submit(form, 'passkey', { passkey: device.get(optionsOf(form)) }))
    }
    assert.match((await ask()).html, /Your account is to be deleted/)
    await arrives(changes['deletion-requested'].text('alice'))
    const offer = await logIn()
    assert.equal(offer.url.pathname, '/account/deletion')
    assert.match((await press(browser, offer, '/account/deletion')).html, /Your account stays/)
    await arrives(changes['deletion-cancelled'].text('alice'))
    const early = `update account set delete_at = delete_at - ${15 * 86_400_000} where delete_at is not null`
    await execute(url, early)
    await ask()
    await arrives(changes['deletion-requested'].text('alice'), 2)
    assert.equal((await server.introspect(json.access_token)).active, true, 'apps keep their access until the end')

    // SQLite has no clock, and that of PostgreSQL cannot be moved: the end is.
    await execute(url, early)
    await arrives(deleted.text('alice'))
    const last = mail.received.at(-1)
    assert.deepEqual(last?.to, [aliceClaims.email])
    assert.match(last?.text ?? '', /When: .*\d{4}[\s\S]*contact the operator/)

    assert.equal((await server.introspect(json.access_token)).active, false)
    assert.equal((await server.refresh('web', json.refresh_token)).json.error, 'invalid_grant')
    assert.equal((await server.introspect(another.json.access_token)).active, true, 'of another account')
    const gone = await browser.open(`${issuer}/login`)
    const refused = await browser.submit(gone, 'username', people.alice)
    assert.equal(refused.status, 400)
    assert.equal((await browser.submit(refused, 'passkey', { passkey: device.get(optionsOf(refused)) })).status, 400)
    await until('the message is removed', async () =>
      (await readAllRows(url)).every(({ table, row }) => table !== 'mail' || row.account_id === null),
    )
    const naming = (await readAllRows(url)).filter(({ row }) =>
      [id, 'alice', aliceClaims.email].some((text) => JSON.stringify(row).includes(text)),
    )
    // Codes and access tokens are inactive and removed when they expire; so are entries of the log.
    const isBrief = ({ table, row }: AnyRow) =>
      ['code', 'access_token'].includes(table) && Number(row.expires_at) < Date.now() + 3_700_000
    assert.deepEqual([...new Set(naming.filter((one) => !isBrief(one)).map(({ table }) => table))], ['audit'])
    assert.ok(naming.some(({ row }) => row.type === 'account.removed'))
    const text = JSON.stringify(naming)
    assert.ok(!text.includes(aliceClaims.email) && !text.includes('Liddell'), 'the log has no claims')
  })
})
