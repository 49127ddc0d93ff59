import { bothEngines, type Case } from '../case.ts'
import {
  authorizationRequest,
  authorize,
  type Browser,
  createBrowser,
  formWith,
  openConsent,
  signIn,
} from '../drive/browser.ts'
import {
  asField,
  asPath,
  contentTypes,
  createDice,
  type Dice,
  encode,
  headerNames,
  longValue,
  methods,
  mutate,
  value,
} from '../drive/grammar.ts'
import { type Answer, type Message, NoAnswer, send } from '../drive/http.ts'
import { machineToken, redeem, tokensOf } from '../drive/oauth.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import { beginLines } from '../drive/token-families.ts'
import type { Deployment } from '../environment/deployment.ts'
import { clients, people } from '../environment/setup.ts'

/** A valid request, from which malformed ones are derived. */
interface Seed {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly entries: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
}

const stackTrace =
  /\bat .*(\.ts|\.js|node:internal\S*):\d+|node_modules|SQLITE_|SqliteError|PostgresError|syntax error at/

/** Valid requests to every endpoint and form are mutated in a few places by a grammar of errors. */
export const noRequestBreaksTheServer: Case = {
  id: 'R18',
  claim: 'no request, however malformed, gets a 5xx or a stack trace, or blocks the event loop for 50 ms',
  engines: bothEngines,
  async run({ engine, isLong, start }) {
    const requests = isLong ? (engine === 'sqlite' ? 1_000_000 : 200_000) : 5_000
    const seed = Date.now() % 1_000_000
    const deployment = await start({ nodes: 1 })
    const seeds = await collectSeeds(deployment)
    const dice = createDice(seed)
    const faults: string[] = []
    const statuses = new Map<number, number>()
    await sideBySide(requests, 16, async () => {
      const message = change(dice, dice.pick(seeds))
      const outcome = await attempt(deployment, message)
      const status = typeof outcome === 'string' ? 0 : outcome.status
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const shown = `${message.method} ${message.path.slice(0, 500)} ${message.body?.slice(0, 500) ?? ''}`
      if (typeof outcome === 'string') faults.push(`no response (${outcome}) to ${shown}`)
      else if (status >= 500) faults.push(`${status} for ${shown}: ${outcome.text.slice(0, 200)}`)
      else if (stackTrace.test(outcome.text)) faults.push(`a stack trace for ${shown}`)
    })
    const slow = await findSlowRequests(deployment, seeds, dice, isLong ? 20 : 2)
    faults.push(...slow.faults)
    const after = await machineToken(deployment.node(0), 'opaque')
    if (after.status !== 200) faults.push(`after all that a right request gets ${after.status}`)
    faults.push(...deployment.node(0).failures().slice(0, 5))
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => [`answered ${status}`, times])
    return {
      figures: {
        seed,
        requests,
        'long requests': slow.tried,
        'most of the event loop, ms': slow.most,
        ...Object.fromEntries(counts),
      },
      faults,
    }
  },
}

/** The event loop that one request may take, in milliseconds. */
const mostOfEventLoop = 50

/**
 * Sends every seed with a long text in each of its parameters, one request at a time, and compares the event loop's processor
 * time with that of the right request. A request that takes long is sent again, because a collection of garbage may have come then.
 */
async function findSlowRequests(deployment: Deployment, seeds: readonly Seed[], dice: Dice, rounds: number) {
  const node = deployment.node(0)
  const faults: string[] = []
  let [tried, most] = [0, 0]
  const timeOf = async (message: Message) => {
    const before = node.eventLoopTime()
    await attempt(deployment, message)
    return node.eventLoopTime() - before
  }
  for (let round = 0; round < rounds; round++) {
    for (const seed of seeds) {
      const usual = await timeOf(toMessage(dice, seed, seed.entries))
      for (const [at, [name]] of seed.entries.entries()) {
        const entries = seed.entries.with(at, [name, longValue(dice, seed.method === 'GET' ? 7_000 : 16_000)])
        const message = toMessage(dice, seed, entries)
        let took = await timeOf(message)
        for (let again = 0; again < 3 && took > mostOfEventLoop / 2; again++)
          took = Math.min(took, await timeOf(message))
        tried++
        most = Math.max(most, took)
        if (took > usual + mostOfEventLoop)
          faults.push(`${Math.round(took)} ms of the event loop for a long ${name}: ${message.method} ${seed.path}`)
      }
    }
  }
  return { faults, tried, most: Math.round(most * 10) / 10 }
}

/** Writes a seed with these parameters, from an address of its own. */
function toMessage(dice: Dice, seed: Seed, entries: Seed['entries']): Message {
  const text = new URLSearchParams(entries.map(([name, content]) => [name, content])).toString()
  const address = `10.${dice.number(256)}.${dice.number(256)}.${dice.number(256)}`
  const headers = { ...seed.headers, 'x-forwarded-for': address }
  if (seed.method === 'GET') return { method: 'GET', path: `${seed.path}?${asPath(text)}`, headers }
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', path: seed.path, headers: { ...headers, ...type }, body: text }
}

async function attempt(deployment: Deployment, message: Message): Promise<Answer | string> {
  try {
    return await send(deployment.node(0), message)
  } catch (error) {
    if (error instanceof NoAnswer) return error.message
    throw error
  }
}

async function collectSeeds(deployment: Deployment): Promise<readonly Seed[]> {
  const node = deployment.node(0)
  const [owner, guest] = people
  if (owner === undefined || guest === undefined) throw new Error('there is nobody to sign in')
  const browser = await signIn(node, owner)
  const code = await authorize(browser, node)
  const [line] = await beginLines(deployment, browser, 1)
  const jwt = member('access_token', await machineToken(node, 'jwt'))
  const idToken = member('id_token', await redeem(node, await authorize(browser, node)))
  const tokens = line ?? tokensOf(await machineToken(node, 'opaque'))
  const visitor = createBrowser()
  const { page } = await openConsent(visitor, node, guest)
  const as = ({ id, secret }: { id: string; secret: string }) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  })
  const json = { accept: 'application/json' }
  const html = (by: Browser) => ({ accept: 'text/html', cookie: by.cookie, origin: deployment.issuer })
  const post = (path: string, headers: Seed['headers'], entries: Iterable<readonly [string, string]>): Seed => {
    return { method: 'POST', path, headers, entries: [...entries] }
  }
  const get = (path: string, headers: Seed['headers'], entries: Iterable<readonly [string, string]> = []): Seed => {
    return { method: 'GET', path, headers, entries: [...entries] }
  }
  const asked = new URL(authorizationRequest().path, deployment.issuer).searchParams
  const web = { ...json, ...as(clients.web) }
  const consent = formWith(page, 'decision').fields
  const login = formWith(await createBrowser().get(node, '/login'), 'username').fields
  const changes = (await browser.get(node, '/keys')).text.includes('name="key"')
    ? formWith(await browser.get(node, '/keys'), 'key').fields
    : new URLSearchParams()
  return [
    get('/authorize', html(browser), asked),
    get('/authorize', html(createBrowser()), asked),
    post('/authorize', html(browser), asked),
    post(
      '/token',
      web,
      Object.entries({
        grant_type: 'authorization_code',
        code: code.code,
        code_verifier: code.verifier,
        redirect_uri: clients.web.redirectUri,
      }),
    ),
    post(
      '/token',
      web,
      Object.entries({ grant_type: 'refresh_token', refresh_token: tokens?.refreshToken ?? '', scope: 'read' }),
    ),
    post(
      '/token',
      { ...json, ...as(clients.machine) },
      Object.entries({ grant_type: 'client_credentials', scope: 'read', resource: 'https://calendar.example.com' }),
    ),
    post(
      '/introspect',
      { ...json, ...as(clients.api) },
      Object.entries({ token: tokens?.accessToken ?? '', token_type_hint: 'access_token' }),
    ),
    post('/introspect', { ...json, ...as(clients.machine) }, Object.entries({ token: jwt })),
    post('/revoke', web, Object.entries({ token: 'vka_unknown', token_type_hint: 'refresh_token' })),
    post('/revoke', { ...json, ...as(clients.machine) }, Object.entries({ token: `${jwt}x` })),
    get('/jwks', json),
    get('/.well-known/openid-configuration', json),
    get('/userinfo', { ...json, authorization: `Bearer ${tokens?.accessToken}` }),
    post('/userinfo', json, Object.entries({ access_token: tokens?.accessToken ?? '' })),
    get('/authorize', html(browser), [...asked, ...identity(idToken)]),
    get('/authorize', html(browser), [...asked, ['request', `${jwt}x`], ['request_uri', 'https://app.example.com/r']]),
    get('/logout', html(visitor), logout(idToken)),
    post('/logout', html(visitor), logout(idToken)),
    get('/v2/logout', html(visitor), [
      ['client_id', 'web'],
      ['returnTo', clients.web.redirectUri],
    ]),
    post('/oauth/token', web, [
      ['grant_type', 'refresh_token'],
      ['refresh_token', 'vkr_x'],
      ['audience', 'x'],
    ]),
    post('/token', json, [['grant_type', 'client_credentials'], ...assertion(jwt)]),
    get('/client-logo/web', html(visitor)),
    post('/par', web, asked),
    post('/device_authorization', web, Object.entries({ client_id: 'web', scope: 'read' })),
    post('/register', json, Object.entries({ client_name: 'x' })),
    get('/login', html(browser), consent),
    post('/login', html(visitor), [...login, ['username', 'bob'], ['password', 'a guess']]),
    get('/consent', html(visitor), consent),
    post('/consent', html(visitor), [...consent, ['decision', 'allow'], ['duration', 'always']]),
    post('/login/switch', html(visitor), consent),
    get('/keys', html(browser)),
    post('/keys/change', html(browser), [...changes, ['scope', 'read']]),
    post('/keys/take-back', html(browser), changes),
    post('/account/sessions/end', html(browser), [...changes, ['session', 'x']]),
    get('/logout', html(visitor), consent),
    get('/', html(browser)),
    get('/readyz', json, [['verbose', '']]),
  ]
}

/** Returns a member of a JSON answer, a text without escapes; empty if it has none. */
function member(name: string, answer: Answer): string {
  return new RegExp(`"${name}":"([^"]+)"`).exec(answer.text)?.[1] ?? ''
}

/** The parameters of OpenID Connect Core §3.1.2.1 and §5.5. */
function identity(idToken: string): readonly (readonly [string, string])[] {
  return Object.entries({
    nonce: 'n',
    claims: '{"userinfo":{"email":{"essential":true}},"id_token":{"acr":{"values":["1"]}}}',
    id_token_hint: idToken,
    login_hint: 'alice',
    ui_locales: 'en fr',
    max_age: '1000',
    acr_values: '1 2',
    display: 'popup',
  })
}

/** The parameters of RP-Initiated Logout §2. */
function logout(idToken: string): readonly (readonly [string, string])[] {
  return Object.entries({
    id_token_hint: idToken,
    client_id: 'web',
    post_logout_redirect_uri: clients.web.redirectUri,
    state: 's',
    logout_hint: 'alice',
  })
}

function assertion(jwt: string): readonly (readonly [string, string])[] {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  return Object.entries({ client_assertion_type: type, client_assertion: jwt })
}

/** Derives a malformed request from a valid one. Addresses differ, so that no limit ends the run early. */
function change(dice: Dice, seed: Seed): Message {
  const entries = mutate(dice, seed.entries)
  const text = encode(dice, entries)
  const headers: Record<string, string> = {
    ...seed.headers,
    'x-forwarded-for': `10.${dice.number(256)}.${dice.number(256)}.${dice.number(256)}`,
  }
  const method = dice.chance(4) ? dice.pick(methods) : seed.method
  const path = dice.chance(3) ? seed.path + asPath(value(dice)) : seed.path
  if (dice.chance(10)) headers[dice.pick(headerNames)] = asField(value(dice))
  if (dice.chance(3)) headers.authorization = `Basic ${Buffer.from(value(dice)).toString('base64')}`
  if (method === 'GET' || method === 'HEAD' || dice.chance(3)) {
    const target = `${path}?${asPath(text)}`
    // A head that is too long is refused before its method is read, with a body.
    return { method: method === 'HEAD' && target.length > 8_000 ? 'GET' : method, path: target, headers }
  }
  headers['content-type'] ??= dice.chance(5) ? dice.pick(contentTypes) : 'application/x-www-form-urlencoded'
  return { method, path, headers, body: text }
}
