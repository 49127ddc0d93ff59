import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()

/** Consents if that is asked: an earlier consent is remembered. */
async function consent(page: Page): Promise<void> {
  await page.waitForSelector('[name=decision], #user')
  if ((await page.locator('[name=decision]').count()) > 0) await page.click('[name=decision][value=allow]')
  await page.waitForSelector('#user')
}

/** Signs in at the contacts app with a password. */
async function openContacts(page: Page): Promise<void> {
  await page.goto(site.web)
  await page.click('#connect')
  await page.waitForSelector('[name=username]')
  await logIn(page)
  await consent(page)
}

/** Signs in at the notes app; no password can be typed on the way. */
async function openNotes(page: Page): Promise<void> {
  await page.goto(site.notes ?? '')
  if ((await page.locator('#sign-in').count()) > 0) await page.click('#sign-in')
  await consent(page)
}

const nameAt = async (page: Page): Promise<string> => (await page.locator('#user').textContent()) ?? ''

/** Reloads an app until it shows nobody, as the server's notice arrives a moment after the logout. */
async function untilSignedOut(page: Page, app: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    await page.goto(app)
    if ((await page.locator('#user').count()) === 0) return
    await page.waitForTimeout(100)
  }
  assert.fail(`${app} still shows ${await nameAt(page)}`)
}

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`a user who is signed in at one app signs in at another without a password ${words}`, { skip }, () =>
    inWindow(
      async (page) => {
        await openContacts(page)
        assert.equal(await nameAt(page), 'Alice Liddell')
        assert.equal(await page.locator('#user-email').textContent(), 'alice@example.com')
        await openNotes(page)
        assert.equal(await nameAt(page), 'Alice Liddell')
        await page.fill('[name=note]', `Buy tarts ${words}`)
        await page.click('#add')
        await page.getByText(`Buy tarts ${words}`).waitFor()
        await page.context().clearCookies({ name: 'pinboard' })
        await page.goto(site.notes ?? '')
        assert.equal(await nameAt(page), 'Alice Liddell', 'after one consent the app opens signed in')
        assert.equal(await page.getByText(`Buy tarts ${words}`).count(), 1)
      },
      { javaScriptEnabled },
    ),
  )

  for (const [first, other] of [
    ['web', 'notes'],
    ['notes', 'web'],
  ] as const) {
    test(`signing out of the app ${first} signs out of the server and the app ${other} ${words}`, { skip }, () =>
      inWindow(
        async (page) => {
          await openContacts(page)
          await openNotes(page)
          await page.goto(site[first] ?? '')
          await page.click('#sign-out')
          await page.getByText('You are signed out').waitFor()
          assert.equal(new URL(page.url()).origin, site[first])
          await untilSignedOut(page, site[other] ?? '')
          await page.goto(`${site.issuer}/keys`)
          assert.equal(new URL(page.url()).pathname, '/login', 'the server asks for a password again')
        },
        { javaScriptEnabled },
      ),
    )
  }
}
