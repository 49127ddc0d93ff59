import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import express from 'express'
import { Passport } from 'passport'
import { type Profile, Strategy } from 'passport-openidconnect'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'
import { walk } from './walk.ts'

let site: OpenIdSite

/** One user's session is enough for a test. */
const session = {}

before(async () => {
  site = await startOpenIdSite({
    // The package knows no PKCE, and sends its secret in the body.
    client: (app) => ({
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [`${app}/callback`],
      scope: 'openid profile email',
      dangerously: { allowWithoutPkce: true },
    }),
    handle(app, issuer) {
      const strategy = new Strategy(
        {
          issuer,
          authorizationURL: `${issuer}/authorize`,
          tokenURL: `${issuer}/token`,
          userInfoURL: `${issuer}/userinfo`,
          clientID: 'app',
          clientSecret: secret,
          callbackURL: `${app}/callback`,
          scope: ['profile', 'email'],
          skipUserProfile: false,
        },
        (_issuer, profile, done) => done(null, profile),
      )
      const passport = new Passport().use(strategy)
      const authenticate = passport.authenticate('openidconnect', { session: false })
      return express()
        .use((request, _response, next) => {
          Object.assign(request, { session })
          next()
        })
        .use(passport.initialize())
        .get('/login', authenticate)
        .get('/callback', authenticate, (request, response) => {
          response.json((request as { readonly user?: unknown }).user)
        })
    },
  })
})
after(() => site.close())

test('passport-openidconnect: an Express app learns who its user is', async () => {
  const back = await walk(`${site.app}/login`, `${site.app}/callback`)
  const response = await fetch(back)
  assert.equal(response.status, 200)
  const profile = (await response.json()) as Profile
  assert.equal(profile.displayName, 'Alice Liddell')
  assert.equal(profile.emails[0]?.value, 'alice@example.com')
})
