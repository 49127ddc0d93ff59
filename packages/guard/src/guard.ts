import { formatScope, OAuthError, parseScope, type Scope, unknownOptionFault } from '@valetkey/protocol'
import type { AccessToken } from './access-token.ts'
import { readCredentials } from './credentials.ts'
import { createIntrospect } from './introspect.ts'
import { createIssuer } from './issuer.ts'
import { type GuardOptions, readOptions, type Settings } from './options.ts'
import { type Refusal, type Refused, refuseError, refuseUnknown } from './refusal.ts'
import { type GuardRequest, isPreflight } from './request.ts'
import { describeResource, type ResourceDescription, type ResourceMetadata } from './resource-metadata.ts'
import { isJwt, verifyJwt } from './verify-jwt.ts'

/** Says whether a request may pass; a CORS preflight carries no token, and no handler may see it. */
export type Outcome =
  | { readonly outcome: 'granted'; readonly token: AccessToken }
  | { readonly outcome: 'preflight' }
  | Refusal

/** Protects one operation of an API. */
export interface Protection {
  /** Judges a request by its token; never throws for what a caller sent. */
  check(request: GuardRequest): Promise<Outcome>
}

/** Protects an API: tells which requests may pass. */
export interface Guard {
  /**
   * Requires an access token with all these scopes; with none named, any valid token of this API.
   * @throws TypeError for anything but texts; OAuthError `invalid_scope` for a name that cannot be a scope
   */
  require(...scopes: readonly string[]): Protection
  /** Describes the API to clients that do not know it yet (RFC 9728). */
  metadata(description?: ResourceDescription): ResourceMetadata
}

/** No honest token is longer; a JWT carries its claims, an opaque token only chance. */
const longest = { jwt: 16_384, opaque: 4_096 }

/**
 * Creates the guard of an API: it verifies JWT access tokens offline and, where told how, introspects opaque ones.
 * Nothing is fetched before the first token comes.
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
      return describeResource({ ...description, resource }, settings.issuers)
    },
  }
}

/** Refuses what would be read as fewer scopes than were meant: a list, a variable that is not set. */
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
    // A log that fails changes no refusal.
  }
  return judged.refusal
}

type Judged = Exclude<Outcome, Refusal> | Refused

async function judge(request: GuardRequest, needed: Scope, read: Reader, settings: Settings): Promise<Judged> {
  const credentials = readCredentials(request)
  try {
    switch (credentials.outcome) {
      case 'none':
        if (isPreflight(request)) return { outcome: 'preflight' }
        return refuseUnknown(needed, credentials.inQuery, settings)
      case 'malformed':
        throw new OAuthError('invalid_request', credentials.why)
      case 'token': {
        const token = await read(credentials.token)
        requireScope(token.scope, needed, settings)
        return { outcome: 'granted', token }
      }
    }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return refuseError(error, needed, settings)
  }
}

function requireScope(granted: Scope, needed: Scope, { scopeCovers }: Settings): void {
  const missing = needed.filter((one) => !granted.some((name) => scopeCovers(name, one)))
  if (missing.length === 0) return
  const cause = new Error(`scope is ${formatScope(granted) || 'empty'}, this operation requires ${formatScope(needed)}`)
  throw new OAuthError('insufficient_scope', `the access token lacks the scope: ${missing.join(' ')}`, { cause })
}

type Reader = (token: string) => Promise<AccessToken>

/** Chooses how a token is read: a JWT offline, any other by asking its issuer. */
function createReader(settings: Settings): Reader {
  const issuers = settings.issuers.map((identifier) => createIssuer(identifier, settings))
  const { introspection } = settings
  const [issuer] = issuers
  const introspect = introspection && issuer && createIntrospect(issuer, introspection, settings)
  return async (token) => {
    const kind = isJwt(token) ? 'jwt' : 'opaque'
    if (token.length > longest[kind]) throw new OAuthError('invalid_token', 'the access token is too long')
    if (introspect && (introspection.always || kind === 'opaque')) return introspect(token)
    if (kind === 'jwt') return verifyJwt(token, issuers, settings)
    throw new OAuthError('invalid_token', 'the access token is not a JWT, and this API accepts JWTs only')
  }
}
