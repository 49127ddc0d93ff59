import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import { after, before, test } from 'node:test'
import express from 'express'
import { Passport } from 'passport'
import { Strategy } from 'passport-oauth2'
import type { Server } from 'valetkey'
import { findFreePorts } from '../free-ports.ts'
import { serve, web } from './serve.testing.ts'
import { walk } from './walk.ts'

let server: Server
let app: HttpServer
let origin: string

/** One user's session is enough for a test. */
const session = {}

before(async () => {
  const [port = 0] = await findFreePorts(1)
  origin = `http://localhost:${port}`
  server = await serve(`${origin}/callback`)
  const strategy = new Strategy(
    {
      authorizationURL: `${server.issuer}/authorize`,
      tokenURL: `${server.issuer}/token`,
      clientID: 'poster',
      clientSecret: web.secret,
      callbackURL: `${origin}/callback`,
      scope: ['read', 'create'],
      pkce: 'S256',
      state: true,
    },
    (accessToken, refreshToken, { scope }, _profile, done) => done(null, { accessToken, refreshToken, scope }),
  )
  const passport = new Passport().use(strategy)
  const authenticate = passport.authenticate('oauth2', { session: false })
  app = express()
    .use((request, _response, next) => {
      Object.assign(request, { session })
      next()
    })
    .use(passport.initialize())
    .get('/login', authenticate)
    .get('/callback', authenticate, (request, response) => {
      response.json((request as { readonly user?: unknown }).user)
    })
    .listen(port, '127.0.0.1')
  await once(app, 'listening')
})
after(async () => {
  app.closeAllConnections()
  app.close()
  await server.close()
})

test('passport-oauth2: an Express app gets tokens with PKCE and state', async () => {
  const back = await walk(`${origin}/login`, `${origin}/callback`)
  const response = await fetch(back)
  assert.equal(response.status, 200)
  const user = (await response.json()) as { accessToken: string; refreshToken: string; scope: string }
  assert.equal(user.scope, 'read create')
  assert.ok(user.refreshToken)
  const about = await fetch(`${server.issuer}/introspect`, {
    method: 'POST',
    body: new URLSearchParams({ token: user.accessToken, client_id: 'poster', client_secret: web.secret }),
  })
  assert.equal(((await about.json()) as { active: boolean }).active, true)
})

test('passport-oauth2: a response with another state is rejected', async () => {
  const back = await walk(`${origin}/login`, `${origin}/callback`)
  back.searchParams.set('state', 'forged')
  assert.equal((await fetch(back)).status, 403)
})
