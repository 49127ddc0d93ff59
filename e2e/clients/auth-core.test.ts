import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import { Auth, type AuthConfig } from '@auth/core'
import type { Browser } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'

const skip = noBrowser
let site: OpenIdSite
let browser: Browser

/** Gives a request of node:http to Auth.js. */
async function respond(request: IncomingMessage, response: ServerResponse, app: string, config: AuthConfig) {
  const body = Buffer.concat(await request.toArray())
  const headers = new Headers(Object.entries(request.headers).flatMap(([name, value]) => [[name, String(value)]]))
  const method = request.method ?? 'GET'
  const answer = await Auth(
    new Request(`${app}${request.url}`, { method, headers, ...(method === 'POST' ? { body } : {}) }),
    config,
  )
  const { location, ...rest } = Object.fromEntries(answer.headers)
  response.writeHead(answer.status, {
    ...rest,
    ...(location === undefined ? {} : { location }),
    'set-cookie': answer.headers.getSetCookie(),
  })
  response.end(Buffer.from(await answer.arrayBuffer()))
}

before(async () => {
  if (skip) return
  site = await startOpenIdSite({
    client: (app) => ({
      client_secret: secret,
      redirect_uris: [`${app}/auth/callback/valetkey`],
      scope: 'openid profile email',
    }),
    handle: (app, issuer) => (request, response) => {
      const config: AuthConfig = {
        secret,
        trustHost: true,
        basePath: '/auth',
        providers: [
          {
            id: 'valetkey',
            name: 'Valetkey',
            type: 'oidc',
            issuer,
            clientId: 'app',
            clientSecret: secret,
            checks: ['pkce', 'state', 'nonce'],
            // The name and the e-mail address are at the UserInfo endpoint.
            idToken: false,
          },
        ],
      }
      if (request.url?.startsWith('/auth/')) void respond(request, response, app, config)
      else response.end('welcome')
    },
  })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('@auth/core: a user logs in with the provider type oidc', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${site.app}/auth/signin`)
  await page.click('form[action*=valetkey] button')
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(`${site.app}/**`)
  await page.goto(`${site.app}/auth/session`)
  const session = JSON.parse((await page.textContent('body')) ?? '') as { readonly user: Record<string, unknown> }
  assert.equal(session.user.name, 'Alice Liddell')
  assert.equal(session.user.email, 'alice@example.com')
  assert.deepEqual(complaints, [])
  await close()
})
