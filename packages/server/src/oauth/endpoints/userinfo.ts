import { formatChallenge, OAuthError, type OAuthErrorCode, type Scope, splitParameters } from '@valetkey/protocol'
import { allowedRights } from '../api.ts'
import { rightsAt } from '../expiring-rights.ts'
import { identityScopeOf, openid, type ServedIdentity } from '../identity-scopes.ts'
import { fromStored } from '../openid/requested-claims.ts'
import { selectClaims } from '../openid/user-claims.ts'
import type { Clock, Keys, OAuthStores, Usage } from '../ports.ts'
import type { Encryption } from '../protected-responses/encryption.ts'
import { userinfoResponse } from '../protected-responses/userinfo-response.ts'
import { type OAuthRequest, type Reply, toTarget } from '../request.ts'
import { scopeOf } from '../rights.ts'
import type { Route } from '../router.ts'
import { type ActiveToken, readAccessToken } from '../tokens/read-access-token.ts'

export interface UserinfoOptions extends ServedIdentity {
  readonly issuer: string
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly clock: Clock
  readonly usage: Usage
  readonly encryption: Encryption
}

export function userinfoRoute(options: UserinfoOptions): Route {
  const respond = userinfoEndpoint(options)
  return {
    path: '/userinfo',
    methods: { GET: respond, POST: respond },
    errors: 'json',
    cors: true,
    metadata: { member: 'userinfo_endpoint' },
  }
}

/** The UserInfo endpoint (OIDC Core §5.3): the claims that the user allows the client of an access token, as of now. */
function userinfoEndpoint(options: UserinfoOptions): (request: OAuthRequest) => Promise<Reply> {
  const { issuer, stores, clock, usage } = options
  const challenge = (code: OAuthErrorCode, description: string, scope?: string) =>
    refusal(code, description, { realm: issuer, scope })
  return async (request) => {
    const token = await readBearer(request, issuer, challenge)
    const now = clock()
    const active = await readAccessToken(token, now, options)
    if (active === undefined) {
      throw challenge('invalid_token', 'the access token is unknown, expired or revoked')
    }
    const { accountId, authorization } = active
    const isForUserinfo = identityScopeOf(active.rights).includes(openid)
    if (!isForUserinfo || accountId === undefined || authorization === undefined) {
      throw challenge('insufficient_scope', 'the access token lacks the scope openid: ask for it', openid)
    }
    const { client } = active
    const allowed = await allowedNow(active, now, options)
    const user = await stores.findUserClaims({ accountId, client, scope: scopeOf(active.rights) })
    if (user === undefined) throw challenge('invalid_token', 'the user of the access token was removed')
    usage.note(authorization.id, now)
    const requested = fromStored(active.context?.claims).userinfo.keys()
    const scope = identityScopeOf(active.rights)
    const claims = selectClaims(user, { allowed, scope, requested, scopeClaims: options.scopeClaims })
    return userinfoResponse({ ...claims, sub: active.subject }, client, options)
  }
}

/** Lists the identity scopes and claims that user and client allow at this moment: a token may carry fewer of them. */
async function allowedNow(
  { authorization, client }: ActiveToken,
  now: number,
  { stores, identityScopes, scopeClaims }: UserinfoOptions,
): Promise<Scope> {
  if (authorization === undefined) return []
  const apis = await stores.listApis()
  const catalog = { apis, identityScopes, scopeClaims }
  return identityScopeOf(allowedRights(rightsAt(authorization, now), client, catalog, authorization.createdAt))
}

/** Reads the token of a request: in the header, or in the form of a POST, and never in the URL (RFC 6750 §2, RFC 9700 §4.3.2). */
async function readBearer(request: OAuthRequest, issuer: string, challenge: Challenge): Promise<string> {
  const header = request.headers.get('authorization')
  const inHeader = header === null ? undefined : /^Bearer +(\S+)$/i.exec(header.trim())?.[1]
  const [inForm, second] = await readFormTokens(request)
  if (second !== undefined) throw challenge('invalid_request', 'access_token was sent more than once: send it once')
  if (inHeader !== undefined && inForm !== undefined) {
    throw challenge('invalid_request', 'the access token was sent twice: send it in the Authorization header only')
  }
  const token = inHeader ?? inForm
  if (token !== undefined) return token
  if (header !== null && /^Bearer\b/i.test(header.trim())) {
    throw challenge('invalid_request', 'the Authorization header has no access token')
  }
  if (splitParameters(toTarget(request.url).query).has('access_token')) {
    const fix = 'because URLs are logged: send it in the Authorization header'
    throw challenge('invalid_token', `an access token in the URL is not accepted, ${fix}`)
  }
  // Without a token the challenge has no error (RFC 6750 §3.1).
  throw new OAuthError('invalid_token', 'the request has no access token: send it in the Authorization header', {
    headers: { 'www-authenticate': formatChallenge('Bearer', { realm: issuer }) },
  })
}

type Challenge = (code: OAuthErrorCode, description: string, scope?: string) => OAuthError

async function readFormTokens(request: OAuthRequest): Promise<readonly string[]> {
  if (request.method !== 'POST') return []
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')
  return isForm ? (splitParameters(await request.text()).get('access_token') ?? []) : []
}

/** Refuses with the challenge of RFC 6750 §3. */
function refusal(
  code: OAuthErrorCode,
  description: string,
  { realm, scope }: { readonly realm: string; readonly scope: string | undefined },
): OAuthError {
  const error = new OAuthError(code, description)
  const members = { realm, error: code, error_description: error.description, scope }
  return new OAuthError(code, description, { headers: { 'www-authenticate': formatChallenge('Bearer', members) } })
}
