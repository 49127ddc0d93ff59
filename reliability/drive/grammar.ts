/** Numbers that are the same for the same seed, so that a run can be repeated. */
export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  number(below: number): number
  pick<T>(from: readonly T[]): T
  /** True this many times of a hundred. */
  chance(percent: number): boolean
}

/** Creates dice (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const number = (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
  return {
    number,
    chance: (percent) => number(100) < percent,
    pick(from) {
      const picked = from[number(from.length)]
      if (picked === undefined) throw new Error('there is nothing to pick from')
      return picked
    },
  }
}

/** Every parameter that an endpoint or a form knows, and some that none does. */
// biome-ignore format: a table
const names = [
  'response_type', 'response_mode', 'client_id', 'client_secret', 'redirect_uri', 'scope', 'state', 'resource', 'prompt',
  'max_age', 'nonce', 'display', 'login_hint', 'id_token_hint', 'acr_values', 'claims', 'request', 'request_uri',
  'code_challenge', 'code_challenge_method', 'code_verifier', 'grant_type', 'code', 'refresh_token', 'token',
  'token_type_hint', 'username', 'password', 'client_assertion', 'client_assertion_type', 'assertion', 'subject_token',
  'subject_token_type', 'audience', 'device_code', 'user_code', 'dpop_jkt', 'authorization_details', 'interaction',
  'decision', 'duration', 'csrf', 'key', 'session', 'account', 'revoke', 'post_logout_redirect_uri', 'logout_hint', 'returnTo',
  'ui_locales', 'claims_locales', 'access_token', '__proto__', 'constructor', 'toString', '', 'a[b]', 'a[]',
] as const

/** Text that is known to have broken servers. */
// biome-ignore format: a table
const nasty = [
  '', ' ', '\0', 'a\0b', '\r\nset-cookie: a=b', '\u202e', '\ufeff', '\ud800', '𝕊𝕔𝕠𝕡𝕖', 'ﬀ', 'İ', '%', '%zz', '%00', '%c0%ae',
  '{}', '[]', 'null', 'true', '-1', '0', '1e309', 'NaN', '99999999999999999999', '../../etc/passwd', "' or 1=1--", '"><script>',
  '#{7*7}', '{{7*7}}', 'javascript:alert(1)', 'data:text/html,x', '//evil.example.com', 'https://a@b:c@d', 'http://[::1]:99999',
  'https://contacts.example.com#x', 'https://contacts.example.com/', 'none', 'code token id_token', 'S256', 'plain', 'query',
  'form_post', 'web_message', 'openid read', 'read  create', 'client_credentials', 'authorization_code', 'refresh_token',
  'password', 'urn:ietf:params:oauth:grant-type:device_code', 'vka_', 'vkr_', 'vka_AAAA', 'eyJhbGciOiJub25lIn0.e30.',
  'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.AAAA', 'a.b.c', '.', '..', '....', 'web', 'allow', 'deny', 'always', 'once',
] as const

/** Units of a 16 kB text: each is known to have made a parser take quadratic time. */
// biome-ignore format: a table
const repeated = [
  'a', 'a-', 'a.', ' ', 'a ', '%20', '+', ',', ';', '/', ':', '::', 'http://', '://a:', '@', '[', ']', '{', '(', '"', '\\', '\t', '\u0301', '\u200b',
  'ﷺ', '𝕊', 'eyJ', 'eyJ-', 'a.b.', 'vka_', 'Bearer ', 'code=', '=', '-', '_', '0', 'read ', 'A:', '../', '\ufeff',
] as const

/** Returns a long text of one repeated unit. */
export function longValue(dice: Dice, length = 16_000): string {
  const unit = dice.pick(repeated)
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

/** Returns a value: one that has broken a server, a long one, or bytes. */
export function value(dice: Dice): string {
  const kind = dice.number(10)
  if (dice.chance(2)) return longValue(dice)
  if (kind < 6) return dice.pick(nasty)
  if (kind < 7)
    return dice
      .pick(nasty)
      .repeat(1 + dice.number(200))
      .slice(0, 8000)
  if (kind < 8) return dice.pick(nasty) + dice.pick(nasty)
  return Array.from({ length: dice.number(60) }, () =>
    String.fromCodePoint(dice.number(dice.chance(50) ? 128 : 0xffff)),
  ).join('')
}

/** Changes a list of parameters in one to three places. */
export function mutate(
  dice: Dice,
  entries: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const changed = [...entries]
  for (let times = 1 + dice.number(3); times > 0; times--) {
    const at = dice.number(changed.length + 1)
    const [name = dice.pick(names), old = ''] = changed[at] ?? []
    const act = dice.number(6)
    if (act === 0) changed.splice(at, 1)
    else if (act === 1) changed.push([name, value(dice)])
    else if (act === 2) changed.push([dice.pick(names), value(dice)])
    else if (act === 3) changed[at] = [dice.pick(names), old]
    else if (act === 4) changed[at] = [name, old.slice(0, dice.number(old.length + 1)) + value(dice)]
    else changed[at] = [name, value(dice)]
  }
  return changed
}

/** Writes parameters as a form or a query, sometimes not as the format wants them. */
export function encode(dice: Dice, entries: readonly (readonly [string, string])[]): string {
  const text = new URLSearchParams(entries.map(([name, content]) => [name, content])).toString()
  if (!dice.chance(8)) return text
  const at = dice.number(text.length + 1)
  const broken = dice.pick(['%', '%f', '%ff%fe', '%ed%a0%80', '&', '&&', '=', '==', ';', '+', '%00', '&=&', '#'])
  return text.slice(0, at) + broken + text.slice(at)
}

/** Percent-encodes or replaces characters that cannot be sent in a request line. */
export const asPath = (text: string): string =>
  text.replaceAll(/[^\x21-\x7e]/g, (odd) => encodeURIComponent(odd.isWellFormed() ? odd : '?'))

/** Replaces characters that cannot be sent in a header. */
export const asField = (text: string): string => text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '?').trim()

export const methods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] as const

export const contentTypes = [
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded; charset=utf-16',
  'x',
  '',
]
export const headerNames = [
  'authorization',
  'cookie',
  'origin',
  'accept',
  'host',
  'dpop',
  'sec-fetch-site',
  'x-forwarded-proto',
  'content-type',
  'if-none-match',
  'range',
]
