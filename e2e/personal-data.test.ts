import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { createServer, readConfig, type Server } from 'valetkey'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { findFlaws, findFlawsOfLargeText } from './looks.ts'
import { logIn } from './steps.ts'

process.env.VALETKEY_LOG ??= 'error'

const skip = noBrowser
let server: Server
let browser: Browser

const scopes = ['read', 'create', 'delete'].map((name) => ({ name, description: `May ${name} contacts` }))

before(async () => {
  if (skip) return
  const [port = 0] = await findFreePorts(1)
  const config = readConfig({ environment: {}, options: { port: String(port), database: 'sqlite::memory:' } })
  const format = { tokenFormat: 'opaque', tokenSigningAlg: 'ES256' } as const
  server = await createServer(
    {
      ...config,
      identityScopes: [{ name: 'groups', description: 'See the groups that you are in', claims: ['groups'] }],
      apis: [{ ...format, identifier: 'https://api.example.com', name: 'Contacts', scopes, introspectedBy: [] }],
      clients: [
        {
          client_id: 'app',
          client_name: 'Cardwheel',
          redirect_uris: ['https://app.example.com/callback'],
          token_endpoint_auth_method: 'none',
          scope: 'openid profile email phone groups read create delete',
        },
      ],
      accounts: [
        {
          username: 'alice',
          password: 'wonderland',
          name: 'Alice Pleasance Liddell',
          email: 'alice.pleasance.liddell@christchurch.example.org',
          phone_number: '+44 1865 276492',
          claims: { groups: ['tea party'] },
        },
      ],
    },
    { say: () => undefined },
  )
  await server.listen()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.close()
})

async function openConsent(page: Page): Promise<void> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'app',
    redirect_uri: 'https://app.example.com/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    scope: 'openid profile email phone groups read create delete',
    resource: 'https://api.example.com',
  })
  await page.goto(`${server.issuer}/authorize?${query}`)
  await logIn(page)
  await page.waitForSelector('[name=decision]')
}

/** Where pictures go, to be looked at; none are taken by default. */
const folder = process.env.VALETKEY_PICTURES

for (const colorScheme of ['light', 'dark'] as const) {
  test(`consent to personal data passes axe-core and fits 320 px, ${colorScheme}`, { skip }, async () => {
    const { page, complaints, close } = await openWindow(browser, { colorScheme })
    try {
      await openConsent(page)
      assert.deepEqual([...(await findFlaws(page)), ...(await findFlawsOfLargeText(page))], [])
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const [width, height] of [
        [1280, 720],
        [320, 640],
      ] as const) {
        await page.setViewportSize({ width, height })
        if (folder) await page.screenshot({ path: `${folder}/consent-${width}-${colorScheme}.png` })
        if (folder)
          await page.screenshot({ path: `${folder}/consent-${width}-${colorScheme}-full.png`, fullPage: true })
      }
      assert.deepEqual(complaints, [])
    } finally {
      await close()
    }
  })
}

test('five identity scopes and three of an API leave both buttons in a window of 1280 × 720', { skip }, async () => {
  const { page, close } = await openWindow(browser, {})
  try {
    await openConsent(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    assert.equal(await page.locator('[name=scope]').count(), 8)
    for (const decision of ['allow', 'deny']) {
      const box = await page.locator(`[value=${decision}]`).boundingBox()
      assert.ok(box && box.y >= 0 && box.y + box.height <= 720, `${decision} ends at ${box && box.y + box.height}`)
    }
  } finally {
    await close()
  }
})
