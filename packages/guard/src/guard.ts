import { formatScope, OAuthError, parseScope, type Scope, unknownOptionFault } from '@valetkey/protocol'
import type { AccessToken } from './access-token.ts'
import { readCredentials } from './credentials.ts'
import { createIntrospect } from './introspect.ts'
import { createIssuer } from './issuer.ts'
import { type GuardOptions, readOptions, type Settings } from './options.ts'
import { type Refusal, type Refused, refuseError, refuseUnknown } from './refusal.ts'
import { type GuardRequest, isPreflight, locate } from './request.ts'
import { describeResource, type ResourceDescription, type ResourceMetadata } from './resource-metadata.ts'
import type { Scheme, SchemeRequest } from './schemes/scheme.ts'
import { isJwt, verifyJwt } from './verify-jwt.ts'

/** Whether a request is admitted. A CORS preflight carries no token, and no handler may see it. */
export type Outcome =
  | {
      readonly outcome: 'granted'
      readonly token: AccessToken
      /** To add to the handler's response; names in lower case. */
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly outcome: 'preflight' }
  | Refusal

/** The protection of one operation of an API. */
export interface Protection {
  /** Never throws for what a caller sent. */
  check(request: GuardRequest): Promise<Outcome>
}

/** Decides which requests an API admits. */
export interface Guard {
  /**
   * Requires an access token with all these scopes; without arguments, any valid token for this API.
   * @throws TypeError for anything but strings; OAuthError `invalid_scope` for a name that cannot be a scope
   */
  require(...scopes: readonly string[]): Protection
  /** Describes the API to clients that do not know it yet (RFC 9728). */
  metadata(description?: ResourceDescription): ResourceMetadata
}

/** The most characters of a token. */
const longest = { jwt: 16_384, opaque: 4_096 }

/**
 * Creates the guard of an API, which verifies JWT access tokens offline and, with the option `introspection`, introspects opaque ones.
 * Nothing is fetched before the first token arrives.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): Guard {
  const settings = readOptions(options)
  const read = createReader(settings)
  return {
    require(...scopes) {
      assertScopes(scopes)
      const needed = parseScope(scopes.join(' '))
      return { check: (request) => check(request, needed, read, settings) }
    },
    metadata(description = {}) {
      const fault = unknownOptionFault(description, ['resource', 'scopes', 'name'])
      if (fault !== undefined) throw new TypeError(`metadata: ${fault}`)
      const resource = description.resource ?? settings.audience[0] ?? ''
      return describeResource({ ...description, resource }, settings)
    },
  }
}

/** Refuses values that would require fewer scopes than intended, such as a list or an unset variable. */
function assertScopes(scopes: readonly unknown[]): void {
  for (const scope of scopes) {
    if (Array.isArray(scope)) {
      const names = scope.map((name) => `'${name}'`).join(', ')
      throw new TypeError(`require: scopes are separate arguments, not a list: write require(${names})`)
    }
    if (typeof scope === 'string' && scope.trim() !== '') continue
    const what = scope === '' ? 'an empty text' : typeof scope
    throw new TypeError(`require: a scope is ${what}: give names such as 'read', or nothing for any valid token`)
  }
}

async function check(request: GuardRequest, needed: Scope, read: Reader, settings: Settings): Promise<Outcome> {
  const judged = await judge(request, needed, read, settings)
  if ('outcome' in judged) return judged
  try {
    settings.onRefused(judged.reason, request)
  } catch {
    // A failing log must not change the refusal.
  }
  return judged.refusal
}

type Judged = Exclude<Outcome, Refusal> | Refused

async function judge(given: GuardRequest, needed: Scope, read: Reader, settings: Settings): Promise<Judged> {
  const request = locate(given, settings.origin)
  const credentials = readCredentials(request, settings.schemes)
  switch (credentials.outcome) {
    case 'none':
      if (isPreflight(request)) return { outcome: 'preflight' }
      return refuseUnknown(needed, credentials.inQuery, settings)
    case 'malformed':
      return refuseError(credentials.error, needed, settings, credentials.scheme, {})
    case 'presented':
      return judgeToken(request, credentials.scheme, needed, read, settings)
  }
}

async function judgeToken(
  request: SchemeRequest,
  scheme: Scheme,
  needed: Scope,
  read: Reader,
  settings: Settings,
): Promise<Judged> {
  let headers: Readonly<Record<string, string>> = {}
  try {
    const presented = scheme.extract(request)
    const token = await read(presented, scheme.tokenType)
    assertConfirmable(token, scheme)
    if (scheme.confirm) headers = await scheme.confirm({ presented, token, request, now: settings.now() })
    requireScope(token.scope, needed, settings)
    return { outcome: 'granted', token, headers }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return refuseError(error, needed, settings, scheme, headers)
  }
}

/** A token that is bound to a key may be stolen: a scheme that does not verify the key must not accept it. */
function assertConfirmable({ claims: { cnf } }: AccessToken, { name, confirms }: Scheme): void {
  if (cnf === undefined) return
  const members = typeof cnf === 'object' && cnf !== null ? Object.keys(cnf) : []
  if (members.length > 0 && members.every((one) => confirms.includes(one))) return
  throw new OAuthError(
    'invalid_token',
    `the access token is sender-constrained (cnf), and the scheme ${name} does not verify its key`,
    { clause: 'RFC 7800 §3.1' },
  )
}

function requireScope(granted: Scope, needed: Scope, { scopeCovers }: Settings): void {
  const missing = needed.filter((one) => !granted.some((name) => scopeCovers(name, one)))
  if (missing.length === 0) return
  const cause = new Error(`scope is ${formatScope(granted) || 'empty'}, this operation requires ${formatScope(needed)}`)
  throw new OAuthError('insufficient_scope', `the access token lacks the scope: ${missing.join(' ')}`, { cause })
}

type Reader = (token: string, tokenType: string) => Promise<AccessToken>

/** Returns what reads a token: a JWT offline, any other by introspection. */
function createReader(settings: Settings): Reader {
  const issuers = settings.issuers.map((identifier) => createIssuer(identifier, settings))
  const { introspection } = settings
  const [issuer] = issuers
  const introspect = introspection && issuer && createIntrospect(issuer, introspection, settings)
  return async (token, tokenType) => {
    const kind = isJwt(token) ? 'jwt' : 'opaque'
    if (token.length > longest[kind]) throw new OAuthError('invalid_token', 'the access token is too long')
    if (introspect && (introspection.always || kind === 'opaque')) return introspect(token, tokenType)
    if (kind === 'jwt') return verifyJwt(token, issuers, settings)
    throw new OAuthError('invalid_token', 'the access token is not a JWT, and this API accepts JWTs only')
  }
}
