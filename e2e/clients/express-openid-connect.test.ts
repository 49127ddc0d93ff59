import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import express from 'express'
import openIdConnect, { type ConfigParams } from 'express-openid-connect'
import type { Browser } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'

const { auth, requiresAuth } = openIdConnect
const skip = noBrowser
let site: OpenIdSite
let browser: Browser

type Store = NonNullable<Exclude<ConfigParams['backchannelLogout'], boolean | undefined>['store']>
type Ended = Parameters<Store['set']>[1]

/** Keeps the logins that ended, as the package asks: by callbacks. */
function createStore(): Store {
  const ended = new Map<string, Ended>()
  return {
    get: (id, done) => done(null, ended.get(id)),
    set(id, value, done) {
      ended.set(id, value)
      done?.(null)
    },
    destroy(id, done) {
      ended.delete(id)
      done?.(null)
    },
  }
}

before(async () => {
  if (skip) return
  site = await startOpenIdSite({
    client: (app) => ({
      client_secret: secret,
      redirect_uris: [`${app}/callback`],
      response_modes: ['form_post'],
      backchannel_logout_uri: `${app}/backchannel-logout`,
      scope: 'openid profile email',
    }),
    change: (config) => ({ ...config, outbound: { ...config.outbound, allowHosts: ['localhost'] } }),
    handle: (app, issuer) =>
      express()
        .use(
          auth({
            issuerBaseURL: issuer,
            baseURL: app,
            clientID: 'app',
            clientSecret: secret,
            secret,
            authRequired: false,
            backchannelLogout: { store: createStore() },
            authorizationParams: { response_type: 'code', response_mode: 'form_post', scope: 'openid profile email' },
          }),
        )
        .get('/', (_, response) => {
          response.send('welcome')
        })
        .get('/profile', requiresAuth(), async (request, response) => {
          response.json({ claims: request.oidc.user, userinfo: await request.oidc.fetchUserInfo() })
        }),
  })
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('express-openid-connect: a user logs in by code and form_post', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${site.app}/profile`)
  await logIn(page)
  await page.click('[name=decision][value=allow]')
  await page.waitForURL(`${site.app}/profile`)
  const profile = JSON.parse((await page.textContent('body')) ?? '') as Record<'claims' | 'userinfo', { sub: string }>
  assert.equal((profile.userinfo as { name?: string }).name, 'Alice Liddell')
  assert.equal(profile.claims.sub, profile.userinfo.sub)
  assert.deepEqual(complaints, [])
  await close()
})

test('express-openid-connect: a logout at the server ends the session of the app', { skip }, async () => {
  const { page, complaints, close } = await openWindow(browser)
  await page.goto(`${site.app}/profile`)
  await logIn(page)
  await page.waitForURL(`${site.app}/profile`)
  await page.goto(`${site.issuer}/logout`)
  await page.click('[name=decision][value=allow]')
  await page.waitForSelector('#result')
  // The logout token arrives soon after.
  const deadline = Date.now() + 10_000
  do await page.goto(`${site.app}/profile`)
  while (new URL(page.url()).origin === site.app && Date.now() < deadline)
  await page.waitForSelector('[name=password]')
  assert.deepEqual(complaints, [])
  await close()
})
