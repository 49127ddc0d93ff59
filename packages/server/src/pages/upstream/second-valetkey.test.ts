import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { decodeJwt } from 'jose'
import { type Browser, createBrowser, type Page } from '../../../../../conformance/browser/browser.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { people, testClients } from '../../testing/setup.ts'
import { harbourPeople, type PairOptions, startPair } from './pair.testing.ts'

const { openid } = testClients
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'

async function start(options: PairOptions) {
  const pair = await startPair(options)
  after(() => pair.close())
  return pair
}

// A browser keeps the cookies of the two hosts apart.
const createUser = (): User => ({ here: createBrowser(), there: createBrowser() })
interface User {
  readonly here: Browser
  readonly there: Browser
}

const pairs = {
  trusted: await start({ entry: { createAccounts: true, trustEmail: true, trustMethods: true } }),
  plain: await start({ entry: { createAccounts: true } }),
  twoSteps: await start({
    entry: { createAccounts: true, trustMethods: true },
    config: { secondFactor: { required: true } },
  }),
}
type Pair = typeof pairs.trusted

/** Sends an app's request, and returns the page it leads to, with the verifier of PKCE. */
async function ask({ here }: User, { issuer }: Pair) {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: openid.client_id,
    redirect_uri: openid.redirect_uris[0],
    response_type: 'code',
    scope: 'openid profile',
    state: 'state of the app',
    nonce: 'nonce of the app',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  return { verifier, login: await here.follow(await here.open(`${issuer}/authorize?${query}`), issuer) }
}

/** Clicks on the provider, logs in there, allows it, and comes back. */
async function logInThere(
  { here, there }: User,
  login: Page,
  { issuer, provider }: Pair,
  person: keyof typeof harbourPeople,
) {
  const href = /href="([^"]*\/login\/with\/harbour[^"]*)"/.exec(login.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const sent = await here.open(new URL(href, issuer))
  let page = await there.follow(await there.open(sent.location ?? ''), provider)
  if (page.html.includes('name="password"'))
    page = await there.follow(await there.submit(page, 'username', { ...harbourPeople[person] }), provider)
  if (page.html.includes('name="decision"'))
    page = await there.follow(await there.submit(page, 'decision', { decision: 'allow' }), provider)
  assert.ok(page.location?.startsWith(`${issuer}/login/with/harbour/callback?`), page.html)
  return here.follow(await here.open(page.location ?? ''), issuer)
}

/** Allows the request of the app, and redeems its code. */
async function redeem({ here }: User, consent: Page, verifier: string, { issuer }: Pair) {
  const end = await here.follow(await here.submit(consent, 'decision', { decision: 'allow' }), issuer)
  const code = new URL(end.location ?? '').searchParams.get('code') ?? ''
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: openid.redirect_uris[0],
    code_verifier: verifier,
  }
  const authorization = `Basic ${btoa(`${openid.client_id}:${encodeURIComponent(openid.client_secret)}`)}`
  const reply = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(form),
  })
  const { id_token: idToken } = (await reply.json()) as { readonly id_token: string }
  return decodeJwt(idToken)
}

const isLoggedIn = async ({ here }: User, { issuer }: Pair) => (await here.open(`${issuer}/account`)).status === 200

/** Logs out here and at the provider, whose page asks too. */
async function logOutOfBoth({ here, there }: User, { issuer, provider }: Pair) {
  const page = await here.open(`${issuer}/logout`)
  assert.match(page.html, /Also log out of <bdi>Harbour/)
  const done = await here.submit(page, 'decision', { decision: 'allow', provider: 'yes' })
  const question = await there.follow(await there.open(done.location ?? ''), provider)
  await there.follow(await there.submit(question, 'decision', { decision: 'allow' }), provider)
  assert.equal((await there.open(`${provider}/keys`)).status, 303)
}

test('a user of a second Valetkey logs in to an app, whose ID token has the acr and amr of there', async () => {
  const [pair, user] = [pairs.trusted, createUser()]
  const { login, verifier } = await ask(user, pair)
  const first = await logInThere(user, login, pair, 'fay')
  assert.match(first.html, /Your first login with/)
  const consent = await user.here.follow(await user.here.submit(first, 'username', { username: 'fay' }), pair.issuer)
  const claims = await redeem(user, consent, verifier, pair)
  assert.equal(claims.iss, pair.issuer)
  assert.equal(claims.nonce, 'nonce of the app')
  assert.deepEqual([claims.acr, claims.amr], [password, ['pwd']])
})

test('without trustMethods the ID token says nothing about the login there', async () => {
  const [pair, user] = [pairs.plain, createUser()]
  const { login, verifier } = await ask(user, pair)
  const first = await logInThere(user, login, pair, 'fay')
  const consent = await user.here.follow(await user.here.submit(first, 'username', { username: 'fay' }), pair.issuer)
  const claims = await redeem(user, consent, verifier, pair)
  assert.deepEqual([claims.acr, claims.amr], [undefined, undefined])
})

test('the logout page leads to the logout of the provider too (OIDC RP-Initiated Logout §2)', async () => {
  const [pair, user] = [pairs.plain, createUser()]
  const { login } = await ask(user, pair)
  const page = await logInThere(user, login, pair, 'gus')
  await user.here.submit(page, 'username', { username: 'gus' })
  assert.ok(await isLoggedIn(user, pair))
  await logOutOfBoth(user, pair)
  assert.equal(await isLoggedIn(user, pair), false)
})

test('a logout at the provider alone ends the session here (OIDC Back-Channel Logout §2.5)', async () => {
  const [pair, user] = [pairs.trusted, createUser()]
  const { login } = await ask(user, pair)
  const page = await logInThere(user, login, pair, 'gus')
  await user.here.submit(page, 'username', { username: 'gus' })
  const own = createUser()
  await own.here.submit(await own.here.open(`${pair.issuer}/login`), 'username', people.alice)
  assert.ok(await isLoggedIn(user, pair))
  const { there } = user
  await there.submit(await there.open(`${pair.provider}/logout`), 'decision', { decision: 'allow' })
  for (let tries = 0; tries < 100 && (await isLoggedIn(user, pair)); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(await isLoggedIn(user, pair), false)
  assert.ok(await isLoggedIn(own, pair))
})

test('a second step here keeps the acr, the methods and the logout of the provider', async () => {
  const [pair, user] = [pairs.twoSteps, createUser()]
  const { login, verifier } = await ask(user, pair)
  const first = await logInThere(user, login, pair, 'fay')
  const setUp = await user.here.follow(await user.here.submit(first, 'username', { username: 'fay' }), pair.issuer)
  assert.match(setUp.html, /Set up a second step/)
  const { shown } = await confirmApp(user.here, setUp, Date.now())
  const next = /href="([^"]*\/consent[^"]*)"/.exec(shown.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const consent = await user.here.follow(await user.here.open(new URL(next, pair.issuer)), pair.issuer)
  const claims = await redeem(user, consent, verifier, pair)
  assert.equal(claims.acr, password)
  assert.deepEqual(claims.amr, ['pwd', 'otp', 'mfa'])
  await logOutOfBoth(user, pair)
})
