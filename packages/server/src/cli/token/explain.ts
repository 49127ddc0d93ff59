import { text as readAll } from 'node:stream/consumers'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toMoment } from '../outcome.ts'
import { UsageError } from '../refusals.ts'
import { decodeJwt, type Members } from './decode-jwt.ts'

/** Explains a token: what it holds and, where a server's database is named, whether it is valid now. */
export async function explainToken(given: string | undefined, options: CommonOptions): Promise<Outcome> {
  const token = (given === undefined || given === '-' ? await readToken() : given).trim()
  if (token === '') throw new UsageError('there is no token')
  const now = Date.now()
  const described = describe(token, now)
  const knowsServer = [options.config, options.database, process.env.VALETKEY_DATABASE].some((one) => one !== undefined)
  if (!knowsServer) {
    const hint = 'whether it is valid was not checked: name its server with --config FILE or --database sqlite:FILE'
    return { text: described.text, data: described.data, notes: [hint] }
  }
  const { findState } = await import('./find-state.ts')
  const { active, reason, facts } = await findState(token, options)
  const state = active ? 'active: the server says that it is valid now' : `not active: ${reason}`
  return {
    text: [described.text, toFacts(facts), state].filter((part) => part !== '').join('\n\n'),
    data: { ...described.data, active, ...(active ? {} : { reason }), ...Object.fromEntries(facts) },
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
}

function describe(token: string, now: number): Described {
  if (token.startsWith('vka_')) {
    return { text: 'an opaque access token: it says nothing by itself', data: { kind: 'opaque access token' } }
  }
  if (token.startsWith('vkr_')) {
    return { text: 'a refresh token: it says nothing by itself', data: { kind: 'refresh token' } }
  }
  const jwt = decodeJwt(token)
  if (jwt === undefined) {
    return { text: 'neither a JWT nor a token of a Valetkey server', data: { kind: 'unknown' } }
  }
  return { text: describeJwt(jwt, now), data: { kind: 'JWT', ...jwt } }
}

const known = ['iss', 'sub', 'aud', 'client_id', 'scope', 'jti', 'iat', 'nbf', 'auth_time', 'exp']

function describeJwt({ header, claims }: { readonly header: Members; readonly claims: Members }, now: number): string {
  const moment = (value: unknown) => (typeof value === 'number' ? toMoment(value * 1000, now) : undefined)
  const title =
    header.typ === 'at+jwt' ? 'a JWT access token (RFC 9068)' : `a JWT${header.typ ? ` of type ${header.typ}` : ''}`
  const own = claims.sub !== undefined && claims.sub === claims.client_id
  const ended = typeof claims.exp === 'number' && claims.exp * 1000 <= now
  const facts = toFacts([
    ['signed', `${header.alg ?? 'by nobody'}${header.kid === undefined ? '' : ` with key ${header.kid}`}`],
    ['issuer', toText(claims.iss)],
    ['for', own ? 'the client itself, no person' : toText(claims.sub)],
    ['client', toText(claims.client_id)],
    ['audience', toText(claims.aud)],
    ['scope', toText(claims.scope) ?? 'none'],
    ['identifier', toText(claims.jti)],
    ['issued', moment(claims.iat)],
    ['not before', moment(claims.nbf)],
    ['logged in', moment(claims.auth_time)],
    [ended ? 'ended' : 'ends', moment(claims.exp) ?? 'never'],
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
