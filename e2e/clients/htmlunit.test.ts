import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { findHtmlUnit, type HtmlUnit, startHtmlUnit, type Task, type Visited } from './htmlunit-browser.ts'
import { type Callback, type SuiteSite, startSuiteSite } from './suite-site.testing.ts'

const classPath = findHtmlUnit()
const skip = classPath === undefined && 'no HtmlUnit was found (apt-get install default-jdk-headless maven)'
let site: SuiteSite
let browser: HtmlUnit

before(async () => {
  if (classPath === undefined) return
  site = await startSuiteSite()
  browser = startHtmlUnit(classPath, site.hosts)
})
after(async () => {
  await browser?.close()
  await site?.close()
})

type Fields = Readonly<Record<string, string>>

interface Options {
  /** Whether the browser has no cookies. */
  readonly fresh?: boolean
  /** The module of the suite, whose tasks are done. */
  readonly module?: string
  readonly method?: 'POST'
  /** In place of those of certification-suite.json. */
  readonly tasks?: readonly Task[]
}

/** Opens a URL as the suite does. */
async function open(url: string, { module, tasks = site.tasks(url, module), ...more }: Options = {}): Promise<Visited> {
  const visited = await browser.visit({ url, tasks, ...more })
  assert.equal(visited.failure, null, `${visited.url}: ${visited.text}`)
  assert.deepEqual(visited.errors, [], 'errors of scripts')
  return visited
}

function authorizeUrl(fields: Fields): string {
  const common = { client_id: 'client', redirect_uri: `${site.app}/callback`, response_type: 'code', scope: 'openid' }
  const sent = Object.entries({ ...common, state: 'kept', nonce: 'n-1', ...fields }).filter(([, value]) => value !== '')
  return `${site.issuer}/authorize?${new URLSearchParams(sent)}`
}

/** Sends an authorization request, and returns the one response. */
async function authorize(fields: Fields, options?: Options): Promise<Callback & { readonly visited: Visited }> {
  const visited = await open(authorizeUrl(fields), options)
  const [callback, ...more] = site.takeCallbacks()
  assert.ok(callback, `nothing arrived: ${visited.url}`)
  assert.deepEqual(more, [])
  return { ...callback, visited }
}

/** Logs in in a browser without cookies, and returns the ID token. */
async function logIn(fields: Fields = {}): Promise<string> {
  const { fragment } = await authorize({ response_type: 'id_token', ...fields }, { fresh: true })
  return fragment.get('id_token') ?? ''
}

const logoutUrl = (fields: Fields) => `${site.issuer}/logout?${new URLSearchParams(fields)}`

const responses: readonly (readonly [type: string, mode?: string])[] = [
  ['code'],
  ['id_token'],
  ['id_token token'],
  ['code id_token'],
  ['code token'],
  ['code id_token token'],
  ['code', 'form_post'],
  ['code id_token token', 'form_post'],
]
for (const [type, mode] of responses) {
  const how = mode === undefined ? '' : ` by ${mode}`
  test(`HtmlUnit: login, consent and the response of ${type}${how}, then without a page`, { skip }, async () => {
    const place = mode === 'form_post' ? 'body' : type === 'code' ? 'query' : 'fragment'
    const scope = 'openid profile email address phone'
    const fields = { response_type: type, scope, ...(mode === undefined ? {} : { response_mode: mode }) }
    for (const more of [{}, { prompt: 'none' }]) {
      const callback = await authorize({ ...fields, ...more }, { fresh: !('prompt' in more) })
      assert.equal(callback.method, mode === 'form_post' ? 'POST' : 'GET')
      for (const other of ['query', 'body', 'fragment'] as const) {
        if (other !== place) assert.equal(String(callback[other]), '', other)
      }
      const response = callback[place]
      assert.equal(response.get('state'), 'kept')
      for (const [name, part] of Object.entries({ code: 'code', id_token: 'id_token', access_token: 'token' })) {
        assert.equal(response.has(name), type.split(' ').includes(part), `${name} in ${response}`)
      }
    }
  })
}

test('HtmlUnit: an error arrives in the place of the response', { skip }, async () => {
  const silent = { prompt: 'none', response_type: 'id_token' }
  const { fragment } = await authorize(silent, { fresh: true })
  assert.equal(fragment.get('error'), 'login_required')
  const { body } = await authorize({ ...silent, response_mode: 'form_post' })
  assert.equal(body.get('error'), 'login_required')
})

test('HtmlUnit: prompt and max_age ask a user who is logged in, also in a request by POST', { skip }, async () => {
  await authorize({}, { fresh: true })
  for (const [module, fields] of [
    ['oidcc-prompt-login', { prompt: 'login' }],
    ['oidcc-max-age-1', { max_age: '1' }],
  ] as const) {
    await sleep(1_100)
    const { query, visited } = await authorize(fields, { module })
    assert.equal(visited.pictures.length, 1, module)
    assert.match(visited.pictures[0] ?? '', /<input [^>]*name="password"/)
    assert.ok(query.get('code'))
  }
  for (const prompt of ['select_account', 'consent']) {
    const { query } = await authorize({ prompt })
    assert.ok(query.get('code'), prompt)
  }
  const { query } = await authorize({}, { method: 'POST' })
  assert.ok(query.get('code'))
})

test('HtmlUnit: a bad redirect URI gets a page of which the browser takes a picture', { skip }, async () => {
  const [callback, second] = [`${site.app}/callback?foo=bar`, `${site.app}/callback?foo=baz`]
  const two = await site.register({ redirect_uris: [callback, second] })
  for (const [module, fields] of [
    ['oidcc-ensure-registered-redirect-uri', { redirect_uri: `${site.app}/callback/random` }],
    ['oidcc-ensure-redirect-uri-in-authorization-request', { client_id: two, redirect_uri: '' }],
    ['oidcc-redirect-uri-query-added', { redirect_uri: callback }],
    ['oidcc-redirect-uri-query-mismatch', { client_id: two, redirect_uri: `${site.app}/callback?foo=bad` }],
  ] as const) {
    const { status, pictures } = await open(authorizeUrl(fields), { module })
    assert.equal(status, 400, module)
    assert.equal(pictures.length, 1, module)
  }
  assert.deepEqual(site.takeCallbacks(), [])
})

test('HtmlUnit: the login page shows the logo and the links of a client that registered itself', { skip }, async () => {
  const links = { policy_uri: `${site.app}/policy`, tos_uri: `${site.app}/terms` }
  const metadata = { client_name: 'Suite', redirect_uris: [`${site.app}/callback`], ...links }
  const client_id = await site.register({ ...metadata, logo_uri: `${site.local}/logo.png` })
  for (const name of ['logo', 'policy', 'tos']) {
    const module = `oidcc-registration-${name}-uri`
    const { pictures } = await open(authorizeUrl({ client_id }), { module, fresh: true })
    assert.equal(pictures.length, 1, module)
    for (const link of Object.values(links)) assert.ok(pictures[0]?.includes(`href="${link}"`), link)
  }
})

test('HtmlUnit: a logout with a hint leads back to the client, and others show a page', { skip }, async () => {
  const to = `${site.app}/post_logout_redirect`
  const hint = await logIn()
  const [, claims = ''] = hint.split('.')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  const back = { post_logout_redirect_uri: to, state: 's' }
  for (const [name, fields] of [
    ['bad-post-logout-redirect-uri', { ...back, id_token_hint: hint, post_logout_redirect_uri: `${to}/bad` }],
    [
      'query-added-to-post-logout-redirect-uri',
      { ...back, id_token_hint: hint, post_logout_redirect_uri: `${to}?a=b` },
    ],
    ['modified-id-token-hint', { ...back, id_token_hint: unsigned }],
    ['bad-id-token-hint', { ...back, id_token_hint: `${hint}x` }],
    ['no-id-token-hint', back],
    ['no-params', {}],
    ['only-state', { state: 's' }],
    ['no-post-logout-redirect-uri', { state: 's', id_token_hint: '' }],
  ] as const) {
    const own = 'id_token_hint' in fields && fields.id_token_hint === '' ? { id_token_hint: await logIn() } : {}
    const module = `oidcc-rp-initiated-logout-${name}`
    const { pictures } = await open(logoutUrl({ ...fields, ...own }), { module })
    assert.equal(pictures.length, 1, module)
  }
  assert.deepEqual(site.takeRequests(), [], 'no redirect')
  await open(logoutUrl({ ...back, id_token_hint: await logIn() }))
  assert.deepEqual(site.takeRequests(), ['GET /test/a/valetkey/post_logout_redirect?state=s'])
  const { query } = await authorize({ prompt: 'none' })
  assert.equal(query.get('error'), 'login_required')
})

test('HtmlUnit: a front-channel logout loads the frame, then leads to the client once', { skip }, async () => {
  const to = `${site.app}/post_logout_redirect`
  const client_id = await site.register({
    redirect_uris: [`${site.app}/callback`],
    response_types: ['id_token'],
    grant_types: ['implicit'],
    post_logout_redirect_uris: [to],
    frontchannel_logout_uri: `${site.app}/front`,
    frontchannel_logout_session_required: true,
  })
  const hint = await logIn({ client_id })
  await open(logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: to, state: 's' }))
  const query = new URLSearchParams({ iss: site.issuer, sid: String(decodeJwt(hint).sid) })
  assert.deepEqual(site.takeRequests(), [
    `GET /test/a/valetkey/front?${query}`,
    'GET /test/a/valetkey/post_logout_redirect?state=s',
  ])
})

test('HtmlUnit: the frame of session management reports a change after the logout', { skip }, async () => {
  const { query } = await authorize({}, { fresh: true })
  const fields = { op: `${site.issuer}/check-session`, message: `client ${query.get('session_state')}` }
  const tasks = [{ task: 'Wait', commands: [['wait', 'contains', 'session-result', 10]] }]
  const check = async () => {
    const { url } = await open(`${site.app}/verify?${new URLSearchParams(fields)}`, { tasks })
    return new URL(url).searchParams.get('state')
  }
  assert.equal(await check(), 'unchanged')
  await open(logoutUrl({}), { module: 'oidcc-rp-initiated-logout-no-params' })
  assert.equal(await check(), 'changed')
})

test('HtmlUnit: no script of the other pages of a user fails', { skip }, async () => {
  await authorize({}, { fresh: true })
  const sections = ['profile', 'email', 'passkeys', 'password', 'second-factor', 'sessions', 'activity', 'data']
  for (const name of ['keys', 'account', 'recover', ...sections.map((section) => `account/${section}`)]) {
    const { status } = await open(`${site.issuer}/${name}`, { tasks: [] })
    assert.equal(status, 200, name)
  }
  site.takeRequests()
})
