import { OAuthError } from '@valetkey/protocol'
import type { JsonObject } from '../grant-context.ts'

/** How a claim is asked for (OIDC Core §5.5.1). */
export interface ClaimRequest {
  readonly essential: boolean
  /** The values that the client accepts; undefined for any. */
  readonly values: readonly unknown[] | undefined
}

/** The claims that a client asks for one by one (OIDC Core §5.5). */
export interface RequestedClaims {
  readonly idToken: ReadonlyMap<string, ClaimRequest>
  readonly userinfo: ReadonlyMap<string, ClaimRequest>
}

/** Of each member. A client that needs more asks for a scope. */
const mostClaims = 50

const none: RequestedClaims = { idToken: new Map(), userinfo: new Map() }

/**
 * Reads the `claims` parameter. Members that are not understood are ignored (OIDC Core §5.5).
 * @throws OAuthError `invalid_request` for what is not a JSON object
 */
export function readRequestedClaims(text: string | undefined): RequestedClaims {
  if (text === undefined) return none
  const value = parse(text)
  if (!isObject(value)) {
    throw new OAuthError('invalid_request', 'claims must be a JSON object', { clause: 'OIDC Core §5.5' })
  }
  return { idToken: readMember(value.id_token, 'id_token'), userinfo: readMember(value.userinfo, 'userinfo') }
}

/** Reads requested claims as `toStored` wrote them. */
export function fromStored(stored: JsonObject | undefined): RequestedClaims {
  if (stored === undefined) return none
  return { idToken: readMember(stored.id_token, 'id_token'), userinfo: readMember(stored.userinfo, 'userinfo') }
}

/** Writes the requested claims that `isKept` accepts for the context of a grant; undefined where there are none. */
export function toStored(requested: RequestedClaims, isKept: (claim: string) => boolean): JsonObject | undefined {
  const members = {
    id_token: writeMember(requested.idToken, isKept),
    userinfo: writeMember(requested.userinfo, isKept),
  }
  const written = Object.entries(members).filter(([, member]) => Object.keys(member).length > 0)
  return written.length === 0 ? undefined : Object.fromEntries(written)
}

function readMember(value: unknown, name: string): ReadonlyMap<string, ClaimRequest> {
  if (!isObject(value)) return new Map()
  const claims = Object.entries(value)
  if (claims.length > mostClaims) {
    const description = `claims.${name} names ${claims.length} claims; the limit is ${mostClaims}: ask for scopes instead`
    throw new OAuthError('invalid_request', description)
  }
  return new Map(claims.map(([claim, request]) => [claim, readRequest(request)]))
}

function readRequest(request: unknown): ClaimRequest {
  if (!isObject(request)) return { essential: false, values: undefined }
  const { essential, value, values } = request
  const accepted = Array.isArray(values) ? values : value === undefined ? undefined : [value]
  return { essential: essential === true, values: accepted }
}

function writeMember(claims: ReadonlyMap<string, ClaimRequest>, isKept: (claim: string) => boolean): JsonObject {
  const kept = [...claims].filter(([claim]) => isKept(claim))
  return Object.fromEntries(
    kept.map(([claim, { essential, values }]) => {
      const members = { ...(essential ? { essential } : {}), ...(values === undefined ? {} : { values }) }
      return [claim, Object.keys(members).length === 0 ? null : members]
    }),
  )
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
