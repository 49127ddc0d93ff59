import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import express from 'express'
import openIdConnect from 'express-openid-connect'
import type { Browser } from 'playwright-core'
import { launchBrowser, noBrowser, openWindow } from '../browser.ts'
import { logIn } from '../steps.ts'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'

const { auth, requiresAuth } = openIdConnect
const skip = noBrowser
let site: OpenIdSite
let browser: Browser

before(async () => {
  if (skip) return
  site = await startOpenIdSite({
    client: (app) => ({
      client_secret: secret,
      redirect_uris: [`${app}/callback`],
      response_modes: ['form_post'],
      scope: 'openid profile email',
    }),
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
