import assert from 'node:assert/strict'
import { subscribe } from 'node:diagnostics_channel'
import { test } from 'node:test'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { giveKey, goToConsent, logIn, readMain } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()
/** The access token that the contacts web app sent last. */
let sentToken = ''

subscribe('undici:request:create', (message) => {
  const { request } = message as { readonly request: { readonly headers: string | readonly string[] } }
  const headers = typeof request.headers === 'string' ? request.headers : request.headers.join(' ')
  sentToken = /Bearer ([\w-]+)/.exec(headers)?.[1] ?? sentToken
})

async function introspect(token: string): Promise<{ active: boolean; scope?: string }> {
  const response = await fetch(`${site.issuer.replace('localhost', '127.0.0.1')}/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('contacts-api:contacts-api-demo-secret')}` },
    body: new URLSearchParams({ token }),
  })
  return (await response.json()) as { active: boolean; scope?: string }
}

/** Calls the API with a token until it answers with this status; gives the milliseconds it took. */
async function untilApiAnswers(status: number, token: string, method = 'GET'): Promise<number> {
  const started = Date.now()
  for (;;) {
    const response = await fetch(`${site.api.replace('localhost', '127.0.0.1')}/contacts`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    })
    if (response.status === status) return Date.now() - started
    if (Date.now() - started > 3000) assert.fail(`the API still answers ${response.status}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test(`an app requests access, gets part of it, uses it, and requests one more scope ${words}`, { skip }, () =>
    inWindow(
      async (page) => {
        await page.goto(site.web)
        await page.click('#connect')
        await page.waitForSelector('[name=username]')
        await logIn(page, 'alice', 'wrong')
        await page.locator('#login-error').waitFor()
        assert.equal(await page.inputValue('[name=username]'), 'alice')
        await logIn(page)

        await page.waitForSelector('[name=duration]')
        const consent = await readMain(page)
        assert.match(consent, new RegExp(`You’ll be sent to ${new URL(site.web).host}`))
        assert.match(consent, /Contacts/)
        assert.match(consent, /Alice Liddell/)
        for (const right of ['read', 'create', 'delete']) {
          assert.ok(await page.isChecked(`[name=scope][value=${right}]`), right)
        }
        for (const duration of ['once', 'hour', 'month', 'always']) {
          assert.equal(await page.locator(`[name=duration][value=${duration}]`).count(), 1, duration)
        }
        await page.locator('[name=scope][value=delete]').uncheck()
        await page.locator('[name=duration][value=always]').check()
        await page.locator('[name=decision][value=allow]').click()

        await page.waitForSelector('.contact')
        assert.equal(await page.locator('.contact', { hasText: 'Grace Hopper' }).count(), 1)
        await page.fill('[name=name]', `Ada ${words}`)
        await page.fill('[name=email]', 'ada@example.com')
        await page.click('#add')
        const card = page.locator('.contact', { hasText: `Ada ${words}` })
        await card.waitFor()

        await card.getByRole('button', { name: /^Delete/ }).click()
        await page.locator('#notice[data-kind=insufficient_scope]').waitFor()
        assert.equal(await card.count(), 1, 'nothing was deleted')
        await page.click('#step-up')
        await page.waitForSelector('[name=duration]')
        assert.equal(await page.locator('[name=scope]').count(), 1, 'only what is new is asked')
        assert.ok(await page.locator('[name=scope][value=delete]').isChecked())
        assert.match(await readMain(page), /It can already:\s+See your contacts\s+Add contacts/)
        await page.click('[name=decision][value=allow]')
        await card.waitFor()
        await card.getByRole('button', { name: /^Delete/ }).click()
        await page.getByText('The card is gone').waitFor()
        assert.equal(await card.count(), 0)
        await page.goto(`${site.issuer}/keys`)
        const takeBack = page.locator('form[action$="/keys/take-back"] button')
        assert.equal(await takeBack.count(), 1, 'the app revoked the key that the wider one replaces')
        await takeBack.click()
        await page.waitForSelector('#result')
        assert.equal(await takeBack.count(), 0)
      },
      { javaScriptEnabled },
    ),
  )

  test(`narrowing, shortening and revoking a key takes effect at the app and the API ${words}`, { skip }, () =>
    inWindow(
      async (page) => {
        await giveKey(page, site.web)
        const token = sentToken
        assert.equal((await introspect(token)).active, true)

        await page.goto(`${site.issuer}/keys`)
        await page.locator('article', { hasText: 'Cardwheel' }).waitFor()
        await page.waitForTimeout(1200)
        await page.click('article h2 a')
        await page.waitForSelector('[name=ends]')
        const shown = await readMain(page)
        for (const fact of [
          /Contacts/,
          /See your contacts/,
          /Given\s+.+\s+Chrome on Linux\s+Last used/,
          /used \d+ time/,
          /Ends/,
        ]) {
          assert.match(shown, fact)
        }
        await page.locator('[name=scope][value=delete]').uncheck()
        await page.selectOption('[name=ends]', 'hour')
        await page.locator('form[action$="/keys/change"] button').click()
        await page.locator('#result', { hasText: 'Cardwheel' }).waitFor()
        assert.equal(await page.locator('[name=scope][value=delete]').count(), 0)
        const narrowed = await introspect(token)
        assert.ok(!narrowed.scope?.includes('delete'), `narrowed at once: ${JSON.stringify(narrowed)}`)

        await page.goto(site.web)
        await page
          .locator('.contact')
          .first()
          .getByRole('button', { name: /^Delete/ })
          .click()
        await page.locator('#notice[data-kind=insufficient_scope]').waitFor()
        await page.locator('#step-up').waitFor()
        assert.match(await readMain(page), /May not delete contacts/)
        const last = sentToken

        await page.goto(`${site.issuer}/keys`)
        await page.locator('form[action$="/keys/take-back"] button').click()
        await page.locator('#result', { hasText: 'Cardwheel' }).waitFor()
        assert.deepEqual(await introspect(token), { active: false })
        assert.deepEqual(await introspect(last), { active: false })
        const waited = await untilApiAnswers(401, last)
        assert.ok(waited < 1000, `the revocation took effect at the API after ${waited} ms`)

        // The app tries its refresh token, finds it dead, and says so.
        await page.goto(site.web)
        await page.locator('#notice[data-kind=key_revoked]').waitFor()
        await page.getByRole('button', { name: 'Ask for a new key' }).click()
        await page.waitForSelector('[name=duration]')
        await page.locator('[name=decision][value=deny]').click()
        await page.locator('#notice[data-kind=access_denied]').waitFor()
      },
      { javaScriptEnabled },
    ),
  )

  test(`a user logs out and must log in again ${words}`, { skip }, () =>
    inWindow(
      async (page) => {
        await goToConsent(page, site.web)
        await page.goto(`${site.issuer}/keys`)
        await page.goto(`${site.issuer}/logout`)
        await page.click('[name=decision][value=deny]')
        assert.equal(page.url(), `${site.issuer}/keys`, 'the user stays logged in')
        await page.goto(`${site.issuer}/logout`)
        await page.click('[name=decision][value=allow]')
        await page.locator('#result').waitFor()
        await page.goto(`${site.issuer}/keys`)
        assert.equal(new URL(page.url()).pathname, '/login')
      },
      { javaScriptEnabled },
    ),
  )
}
