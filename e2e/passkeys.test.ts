import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CDPSession, Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { useDemo } from './demo-window.ts'
import { findFlaws, findFlawsOfLargeText } from './looks.ts'
import { logIn, readMain } from './steps.ts'

const skip = noBrowser
const { site, inWindow } = useDemo()

interface Device {
  readonly id: string
  readonly session: CDPSession
  /** Whether its user agrees. */
  agree(yes: boolean): Promise<void>
}

interface DeviceOptions {
  readonly transport?: 'internal' | 'usb'
  readonly hasUserVerification?: boolean
}

/** Connects a virtual authenticator to a page; its user agrees at once. */
async function connect(
  page: Page,
  { transport = 'internal', hasUserVerification = true }: DeviceOptions = {},
): Promise<Device> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification,
      isUserVerified: hasUserVerification,
      automaticPresenceSimulation: true,
    },
  })
  return {
    id,
    session,
    async agree(yes) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: yes })
      await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: yes })
    },
  }
}

const credentialsOf = async ({ session, id }: Device) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials

/** Opens the page of passkeys as a user who logs in with a password. */
async function openPasskeys(page: Page, username = 'alice', password = 'wonderland'): Promise<void> {
  await page.goto(`${site.issuer}/login?to=/account/passkeys`)
  await logIn(page, username, password)
  await page.waitForSelector('[data-passkey=create]')
}

async function addPasskey(page: Page): Promise<void> {
  await page.click('[data-passkey-start]')
  await page.waitForSelector('.notice.success')
}

/** Reads what the script says of a request that led nowhere. */
async function readNotice(page: Page): Promise<string> {
  await page.waitForSelector('[data-passkey-notice]:not([hidden])')
  await page.waitForSelector('[data-passkey-notice]:not([hidden])')
  return (await page.textContent('[data-passkey-notice]')) ?? ''
}

async function logOut(page: Page): Promise<void> {
  await page.context().clearCookies()
}

/** Opens the login page with a device that waits, so that the button is what asks it. */
async function openLogin(page: Page, device: Device): Promise<void> {
  await device.agree(false)
  await page.goto(`${site.issuer}/login?to=/account/passkeys`)
  await page.waitForSelector('[data-passkey-start]')
  await device.agree(true)
}

test('a user adds a passkey, logs in with it by the button, and again after renaming it', { skip }, () =>
  inWindow(async (page) => {
    const device = await connect(page)
    await openPasskeys(page)
    assert.deepEqual(await findFlaws(page), [])
    await addPasskey(page)
    assert.deepEqual(await findFlaws(page), [])
    assert.deepEqual(await findFlawsOfLargeText(page), [])
    const [credential] = await credentialsOf(device)
    assert.equal(credential?.isResidentCredential, true)
    assert.equal(credential.rpId, 'localhost')
    assert.notEqual(Buffer.from(credential.userHandle ?? '', 'base64').toString(), 'alice')
    await page.click('summary >> nth=0')
    await page.fill('[name=name]', 'My laptop')
    await page.click('form[action$="/rename"] [type=submit]')
    await page.waitForSelector('text=The passkey is now called')
    await logOut(page)
    await openLogin(page, device)
    assert.deepEqual(await findFlaws(page), [])
    await page.click('[data-passkey-start]')
    await page.waitForURL(/\/account\/passkeys$/)
    assert.match(await readMain(page), /My laptop/)
  }),
)

test(
  'a browser offers the passkey in the username field, and the user is logged in (WebAuthn Level 3 §14.6.3)',
  { skip },
  () =>
    inWindow(async (page) => {
      const device = await connect(page)
      await openPasskeys(page)
      await addPasskey(page)
      await logOut(page)
      await device.agree(true)
      await page.goto(`${site.issuer}/login?to=/account/passkeys`)
      assert.equal(
        await page.getAttribute('[name=username]', 'autocomplete').catch(() => 'username webauthn'),
        'username webauthn',
      )
      await page.waitForURL(/\/account\/passkeys$/)
    }),
)

test('an app gets its user back after a login with a passkey', { skip }, () =>
  inWindow(async (page) => {
    const device = await connect(page)
    await openPasskeys(page, 'bob', 'builder')
    await addPasskey(page)
    await logOut(page)
    await device.agree(false)
    await page.goto(site.web)
    await page.click('#connect, #reconnect')
    await page.waitForSelector('[data-passkey-start]')
    await device.agree(true)
    await page.click('[data-passkey-start]')
    await page.waitForSelector('[name=decision]')
  }),
)

test('a second device gets a passkey of its own, and the first cannot be added twice', { skip }, () =>
  inWindow(async (page) => {
    const first = await connect(page)
    await openPasskeys(page)
    const before = await page.locator('.passkeys > li').count()
    await addPasskey(page)
    await page.click('[data-passkey-start]')
    assert.match(await readNotice(page), /already has a passkey/)
    await first.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first.id })
    const second = await connect(page, { transport: 'usb' })
    await addPasskey(page)
    assert.equal(await page.locator('.passkeys > li').count(), before + 2)
    await logOut(page)
    await openLogin(page, second)
    await page.click('[data-passkey-start]')
    await page.waitForURL(/\/account\/passkeys$/)
  }),
)

test('a removed passkey is refused, and the page says what to do', { skip }, () =>
  inWindow(async (page) => {
    const device = await connect(page)
    await openPasskeys(page)
    await addPasskey(page)
    const added = page.locator('.passkeys > li').last()
    await added.locator('summary').last().click()
    await added.locator('form[action$="/remove"] [type=submit]').click()
    await page.waitForSelector('text=You can delete it on your device too')
    await logOut(page)
    await openLogin(page, device)
    await page.click('[data-passkey-start]')
    await page.waitForSelector('.notice.alert')
    assert.match(await readMain(page), /That passkey was not accepted/)
    assert.deepEqual(await findFlaws(page), [])
  }),
)

test('a user who cancels reads so, and can go on with the password', { skip }, () =>
  inWindow(async (page) => {
    const device = await connect(page)
    await openPasskeys(page)
    await addPasskey(page)
    await logOut(page)
    await openLogin(page, device)
    await device.session.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: false })
    await page.evaluate(
      "navigator.credentials.get = () => Promise.reject(new DOMException('cancelled', 'NotAllowedError'))",
    )
    await page.click('[data-passkey-start]')
    assert.match(await readNotice(page), /was cancelled or took too long/)
    await logIn(page)
    await page.waitForURL(/\/account\/passkeys$/)
  }),
)

test('browsers without the JSON functions of WebAuthn use passkeys as well', { skip }, () =>
  inWindow(async (page) => {
    await page.addInitScript(
      'for (const name of ["parseCreationOptionsFromJSON", "parseRequestOptionsFromJSON"]) delete PublicKeyCredential[name]; delete PublicKeyCredential.prototype.toJSON',
    )
    const device = await connect(page)
    await openPasskeys(page)
    await addPasskey(page)
    await logOut(page)
    await openLogin(page, device)
    await page.click('[data-passkey-start]')
    await page.waitForURL(/\/account\/passkeys$/)
  }),
)

test('without scripts the pages say what to do instead', { skip }, () =>
  inWindow(
    async (page) => {
      await page.goto(`${site.issuer}/login?to=/account/passkeys`)
      assert.match(await readMain(page), /Log in with your password instead/)
      await logIn(page)
      await page.waitForSelector('[data-no-passkey]')
      assert.match(await readMain(page), /Turn JavaScript on/)
      assert.equal(await page.isVisible('[data-passkey-start]'), false)
    },
    { javaScriptEnabled: false },
  ),
)
