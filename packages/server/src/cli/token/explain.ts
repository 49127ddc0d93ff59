import { text as readAll } from 'node:stream/consumers'
import { printable } from '../../observability/printable.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toMoment } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { decodeJwt, type Members } from './decode-jwt.ts'

/** Shows the content of a token and, if a database is named, whether the token is valid now. @throws UsageError */
export async function explainToken(given: string | undefined, options: CommonOptions): Promise<Outcome> {
  const token = (given === undefined || given === '-' ? await readToken() : given).trim()
  if (token === '') throw new UsageError('the token is empty: give it as an argument, or pipe it in')
  const now = Date.now()
  const described = describe(token, now)
  const knowsServer = [options.config, options.database, process.env.VALETKEY_DATABASE].some(Boolean)
  if (!knowsServer) {
    const hint = 'the token was not checked: name its server with --config FILE or --database sqlite:FILE'
    return {
      text: described.text,
      data: described.data,
      notes: described.failed ? [] : [hint],
      failed: described.failed ?? false,
    }
  }
  const { findState } = await import('./find-state.ts')
  const { active, reason, facts, data } = await findState(token, options)
  const state = active ? 'active: the token is valid now' : `not active: ${printable(reason)}`
  return {
    text: [described.text, toFacts(facts), state].filter((part) => part !== '').join('\n\n'),
    data: { ...described.data, active, ...(active ? {} : { reason }), ...data },
    failed: !active,
  }
}

function readToken(): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError('there is no token: give it as an argument, or pipe it in')
  return readAll(process.stdin)
}

interface Described {
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
  /** Whether the token is invalid on any server. */
  readonly failed?: boolean
}

function describe(token: string, now: number): Described {
  if (token.startsWith('vka_')) {
    return { text: 'an opaque access token: only its server knows its content', data: { kind: 'opaque_access_token' } }
  }
  if (token.startsWith('vkr_')) {
    return { text: 'a refresh token: only its server knows its content', data: { kind: 'refresh_token' } }
  }
  const jwt = decodeJwt(token)
  if (jwt === undefined) {
    return { text: 'neither a JWT nor a token of a Valetkey server', data: { kind: 'unknown' } }
  }
  const text = describeJwt(jwt, now)
  if (!isUnsigned(token, jwt.header)) return { text, data: { kind: 'jwt', ...jwt } }
  const reason = 'it is not signed, so anyone may have written it'
  const data = { kind: 'jwt', ...jwt, active: false, reason }
  return { text: `${text}\n\ninvalid: ${reason} (RFC 8725 §3.2)`, data, failed: true }
}

/** Checks whether a JWT has no signature; the algorithm `none` counts in any case. */
function isUnsigned(token: string, { alg }: Members): boolean {
  return typeof alg !== 'string' || alg.toLowerCase() === 'none' || token.endsWith('.')
}

const known = ['iss', 'sub', 'aud', 'client_id', 'scope', 'jti', 'iat', 'nbf', 'auth_time', 'exp']

function describeJwt({ header, claims }: { readonly header: Members; readonly claims: Members }, now: number): string {
  const moment = (value: unknown) => (typeof value === 'number' ? toMoment(value * 1000, now) : undefined)
  const title =
    header.typ === 'at+jwt'
      ? 'a JWT access token (RFC 9068)'
      : `a JWT${header.typ ? ` of type ${printable(header.typ)}` : ''}`
  const own = claims.sub !== undefined && claims.sub === claims.client_id
  const ended = typeof claims.exp === 'number' && claims.exp * 1000 <= now
  const facts = toFacts([
    ['signed', `${header.alg ?? 'not at all'}${header.kid === undefined ? '' : ` with key ${header.kid}`}`],
    ['issuer', toText(claims.iss)],
    ['for', own ? 'the client itself, no user' : toText(claims.sub)],
    ['client', toText(claims.client_id)],
    ['audience', toText(claims.aud)],
    ['scope', toText(claims.scope) ?? 'none'],
    ['identifier', toText(claims.jti)],
    ['issued', moment(claims.iat)],
    ['not before', moment(claims.nbf)],
    ['logged in', moment(claims.auth_time)],
    [ended ? 'expired' : 'expires', moment(claims.exp) ?? 'the token has no expiry'],
    ...Object.entries(claims)
      .filter(([name]) => !known.includes(name))
      .map(([name, value]) => [name, toText(value)] as const),
  ])
  return `${title}\n\n${facts}`
}

function toText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join(' ') : JSON.stringify(value)
}
