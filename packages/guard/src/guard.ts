import { OAuthError, parseScope, type Scope } from '@valetkey/protocol'
import type { AccessToken } from './access-token.ts'
import { readCredentials } from './credentials.ts'
import { createIntrospect } from './introspect.ts'
import { createIssuer } from './issuer.ts'
import { type GuardOptions, readOptions, type Settings } from './options.ts'
import { type Refusal, refuseError, refuseUnknown } from './refusal.ts'
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
   * @throws OAuthError `invalid_scope` for a name that cannot be a scope
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
      const needed = parseScope(scopes.join(' '))
      return { check: (request) => check(request, needed, read, settings) }
    },
    metadata(description = {}) {
      const resource = description.resource ?? settings.audience[0] ?? ''
      return describeResource({ ...description, resource }, settings.issuers)
    },
  }
}

async function check(request: GuardRequest, needed: Scope, read: Reader, settings: Settings): Promise<Outcome> {
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
  throw new OAuthError('insufficient_scope', `the access token does not allow: ${missing.join(' ')}`)
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
    throw new OAuthError('invalid_token', 'the access token is not a JWT, and this API reads no other')
  }
}
