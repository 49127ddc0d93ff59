import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from './browser.ts'
import { type FlowSite, startFlowSite } from './flow-site.testing.ts'
import { logIn } from './steps.ts'

const skip = noBrowser
let site: FlowSite
let browser: Browser

/** A page that keeps every message it gets. */
const listening = `<!doctype html><title>app</title><script>
window.messages = []
addEventListener('message', ({ origin, data }) => messages.push({ origin, data }))
</script>`

before(async () => {
  if (skip) return
  site = await startFlowSite(
    (app) => [`${app}/callback`],
    (request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part) => parts.push(part))
      request.on('end', () => {
        response.setHeader('content-type', 'text/html')
        const posted = Buffer.concat(parts).toString()
        response.end(request.method === 'POST' ? `<pre id="posted">${posted}</pre>` : listening)
      })
    },
    { response_modes: ['web_message', 'form_post.jwt'], skip_confirmation_for_native: true },
  )
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

interface Message {
  readonly origin: string
  readonly data: { readonly type: string; readonly response: Readonly<Record<string, string>> }
}

const ask = (more: Readonly<Record<string, string>> = {}) =>
  site.authorizationUrl(`${site.app}/callback`, { response_mode: 'web_message', state: '"</div>', ...more })

const messagesOf = (page: Page) => page.evaluate<readonly Message[]>('messages')

async function firstMessage(page: Page): Promise<Message> {
  await page.waitForFunction('messages.length > 0')
  const [message] = await messagesOf(page)
  return message ?? assert.fail()
}

/** Loads the request in a frame of the page, and returns once the frame has a document, its own or the browser's. */
async function frame(page: Page, url: string): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.onload = resolve
    frame.src = ${JSON.stringify(url)}
    document.body.append(frame)
  })`)
}

test('an app gets the response of a frame with prompt=none, and of a pop-up in which its user logs in', {
  skip,
}, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(site.app)
  await frame(page, ask({ prompt: 'none' }))
  const { origin, data } = await firstMessage(page)
  assert.equal(origin, site.issuer)
  assert.equal(data.type, 'authorization_response')
  assert.equal(data.response.error, 'login_required')
  assert.equal(data.response.state, '"</div>')

  await page.goto(site.app)
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(`void open(${JSON.stringify(ask())}, 'login', 'width=500,height=700')`),
  ])
  await logIn(popup, 'alice', 'wonderland')
  await popup.click('[name=decision][value=allow]')
  await popup.waitForSelector('#result')
  const { data: allowed } = await firstMessage(page)
  assert.ok(allowed.response.code)
  assert.equal(allowed.response.iss, site.issuer)

  await page.goto(site.app)
  await frame(page, ask({ prompt: 'none' }))
  const { data: silent } = await firstMessage(page)
  assert.ok(silent.response.code)
  assert.equal(silent.response.state, '"</div>')
  assert.deepEqual(complaints, [])
  await close()
})

test('a page of another origin gets no message, neither as the frame around the response nor as its opener', {
  skip,
}, async () => {
  const { page, close } = await openWindow(browser)
  await page.goto(ask())
  await logIn(page, 'alice', 'wonderland')
  await page.waitForSelector('[name=decision], #result')
  if (await page.locator('[name=decision]').count()) await page.click('[name=decision][value=allow]')
  await page.waitForSelector('#result')

  // The same app, at an address that is not the registered one.
  await page.goto(site.app.replace('localhost', '127.0.0.1'))
  await frame(page, ask({ prompt: 'none' }))
  const [, framed] = page.frames()
  assert.ok(framed)
  assert.equal(await framed.locator('#result').count(), 0, 'the browser refuses to show it there')
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(`void open(${JSON.stringify(ask())}, 'login', 'width=500,height=700')`),
  ])
  await popup.waitForSelector('#result')
  await popup.waitForLoadState('load')
  assert.deepEqual(await messagesOf(page), [])
  await close()
})

test('form_post.jwt posts one signed parameter to the app', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(ask({ response_mode: 'form_post.jwt' }))
  await logIn(page, 'alice', 'wonderland')
  await page.waitForSelector('[name=decision], #posted')
  if (await page.locator('[name=decision]').count()) await page.click('[name=decision][value=allow]')
  const posted = new URLSearchParams((await page.locator('#posted').textContent()) ?? '')
  assert.deepEqual([...posted.keys()], ['response'])
  const claims = decodeJwt(posted.get('response') ?? '')
  assert.equal(claims.iss, site.issuer)
  assert.equal(typeof claims.code, 'string')
  assert.deepEqual(complaints, [])
  await close()
})
