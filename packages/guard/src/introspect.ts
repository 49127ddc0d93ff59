import { formatBasicCredentials, isAudience, OAuthError, toDescription } from '@valetkey/protocol'
import { type AccessToken, toAccessToken } from './access-token.ts'
import { unavailable } from './cached-document.ts'
import { fetchJson, UnexpectedResponseError } from './fetch-json.ts'
import { type Issuer, secure } from './issuer.ts'
import { createLru } from './lru.ts'
import type { IntrospectionOptions, Settings } from './options.ts'
import { WrongSettingError } from './wrong-setting.ts'

/**
 * Asks the issuer whether a token is valid and of this type.
 * @throws OAuthError `invalid_token`, or `temporarily_unavailable` or `server_error` if the issuer does not respond as it should
 */
export type Introspect = (token: string, tokenType: string) => Promise<AccessToken>

const mostKept = 1_000

/** For how long an API does not introspect after its credentials were refused: the server would slow down endless attempts as guessing. */
const refusedMs = 10_000

/**
 * Introspects tokens at their issuer (RFC 7662). Responses, active and inactive, are cached for `cacheSeconds` from the time of the request, so
 * that a revocation takes effect within that time. Concurrent callers with the same token share one request.
 */
export function createIntrospect(
  issuer: Issuer,
  introspection: Required<IntrospectionOptions>,
  settings: Settings,
): Introspect {
  const kept = createLru<string, { readonly answer: Promise<AccessToken>; readonly until: number }>(mostKept)
  const { now, clockToleranceSeconds } = settings

  let refused: { readonly error: OAuthError; readonly until: number } | undefined

  const ask = async (token: string): Promise<AccessToken> => {
    if (refused && now().getTime() < refused.until) throw refused.error
    try {
      const response = await fetchResponse(token, issuer, introspection, settings)
      return readResponse(response, issuer.identifier, introspection.clientId, settings)
    } catch (error) {
      const isOwn = error instanceof OAuthError && error.code === 'server_error'
      refused = isOwn ? { error, until: now().getTime() + refusedMs } : undefined
      throw error
    }
  }

  const lookUp = async (token: string): Promise<AccessToken> => {
    const time = now().getTime()
    const known = kept.get(token)
    if (known && time < known.until) {
      const accessToken = await known.answer
      if (now().getTime() < accessToken.expiresAt.getTime() + clockToleranceSeconds * 1000) return accessToken
      throw invalid('the access token has expired')
    }
    const entry = { answer: ask(token), until: time + introspection.cacheSeconds * 1000 }
    kept.set(token, entry)
    entry.answer.catch((error) => {
      // A failure is not cached: the next caller tries again.
      const answered = error instanceof OAuthError && error.code === 'invalid_token'
      if (!answered && kept.get(token) === entry) kept.delete(token)
    })
    return entry.answer
  }
  return async (token, tokenType) => {
    const accessToken = await lookUp(token)
    assertType(accessToken.claims, tokenType)
    return accessToken
  }
}

/** Compared for each request, since another scheme may have filled the cache. */
function assertType({ token_type = 'Bearer' }: Readonly<Record<string, unknown>>, expected: string): void {
  if (typeof token_type === 'string' && token_type.toLowerCase() === expected.toLowerCase()) return
  const type = expected === 'Bearer' ? 'bearer' : expected
  throw invalid(`the token is not a ${type} token, and was presented as one`, `token_type is ${token_type}`)
}

async function fetchResponse(
  token: string,
  issuer: Issuer,
  { clientId, clientSecret }: IntrospectionOptions,
  settings: Settings,
): Promise<Readonly<Record<string, unknown>>> {
  const { introspectionEndpoint } = await issuer.endpoints.get()
  try {
    if (!introspectionEndpoint) throw new Error(`the metadata of ${issuer.identifier} has no introspection_endpoint`)
    const { body } = await fetchJson(settings.fetch, secure(introspectionEndpoint, issuer.identifier, settings), {
      method: 'POST',
      headers: {
        authorization: formatBasicCredentials(clientId, clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
    })
    if (typeof body.active !== 'boolean') throw new Error('the introspection response has no boolean member active')
    return body
  } catch (thrown) {
    const cause = toWrongSetting(thrown) ?? thrown
    settings.onUnavailable(cause)
    throw unavailable(settings.now().getTime(), settings.now(), cause)
  }
}

/** Recognizes that the API itself was refused, and not the token (RFC 7662 §2.3). */
function toWrongSetting(thrown: unknown): WrongSettingError | undefined {
  if (!(thrown instanceof UnexpectedResponseError)) return undefined
  const { status, answer } = thrown
  if (status !== 401 && status !== 403 && answer.error !== 'invalid_client') return undefined
  const words = [answer.error, answer.error_description].filter((one) => typeof one === 'string').join(': ')
  return new WrongSettingError(
    `the issuer refused introspection.clientId/clientSecret (${toDescription(`${status} ${words}`.trim())})`,
  )
}

/** Checks a response as strictly as a JWT: active, from this issuer, not expired, for this API. */
function readResponse(
  answer: Readonly<Record<string, unknown>>,
  identifier: string,
  clientId: string,
  settings: Settings,
): AccessToken {
  if (answer.active !== true) {
    const detail = `the issuer responded active: false; if the token is valid, check that the API's introspectedBy names ${clientId}`
    throw invalid('the access token is unknown, has expired or was revoked', detail)
  }
  const { iss = identifier, client_id, sub = client_id, aud, exp, nbf, scope } = answer
  const [time, tolerance] = [settings.now().getTime() / 1000, settings.clockToleranceSeconds]
  if (iss !== identifier)
    throw invalid('the access token was issued by another issuer', `iss is ${iss}, this API trusts ${identifier}`)
  if (typeof exp !== 'number' || typeof client_id !== 'string' || typeof sub !== 'string' || !isAudience(aud)) {
    throw invalid('the introspection response lacks client_id, sub, aud or exp')
  }
  if (exp + tolerance <= time) throw invalid('the access token has expired')
  if (typeof nbf === 'number' && nbf - tolerance > time) throw invalid('the access token is not valid yet')
  const claims = { iss: identifier, sub, aud, client_id, exp, ...(typeof scope === 'string' ? { scope } : {}) }
  return toAccessToken(claims, answer, settings.audience)
}

function invalid(description: string, detail?: string): OAuthError {
  return new OAuthError('invalid_token', description, detail === undefined ? {} : { cause: new Error(detail) })
}
