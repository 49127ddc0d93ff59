import { OAuthError, parameter } from '@valetkey/protocol'
import type { JWTPayload } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt } from 'jose/jwt/decode'
import type { Client } from '../client.ts'
import { clockTolerance } from '../client-keys/client-keys.ts'
import { allows, type InsecureOption } from '../insecure-option.ts'
import type { Assertions, Attempt, Presented } from './method.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The latest end of an assertion, in seconds from now. */
const longestLife = 600

/** Lets a client name the token endpoint as the audience of its assertions, or several audiences. */
export const tokenEndpointAudience: InsecureOption = {
  option: 'allowTokenEndpointAudience',
  clause: 'RFC 10070 §4',
  cost: 'a client that also uses a malicious server can be tricked into making an assertion that is valid here',
  instead: 'let the client send the issuer as the only aud of its assertions',
}

/** A JWT by which a client authenticates (RFC 7523 §2.2). Nothing of it is verified. */
interface Assertion {
  readonly jws: string
  readonly algorithm: unknown
  readonly type: unknown
  readonly claims: JWTPayload
}

/** Reads the algorithm that the assertion of a request names; undefined if there is none, or it cannot be read. */
export function assertionAlgorithm({ form }: Presented): string | undefined {
  try {
    return decodeProtectedHeader(parameter(form, 'client_assertion') ?? '').alg
  } catch {
    return undefined
  }
}

/** Whether a request has an assertion, or a part of one. */
export function hasAssertion({ form }: Presented): boolean {
  return parameter(form, 'client_assertion') !== undefined || parameter(form, 'client_assertion_type') !== undefined
}

/** Reads which client an assertion claims to be of (RFC 7521 §4.2). @throws OAuthError `invalid_client` */
export function identifyByAssertion(presented: Presented): readonly string[] {
  const { claims } = readAssertion(presented)
  const { sub } = claims
  const clientId = parameter(presented.form, 'client_id')
  if (typeof sub !== 'string' || sub === '' || sub !== claims.iss) {
    throw refused('iss and sub must both be the client_id', 'RFC 7523 §3')
  }
  if (/\p{Cc}/u.test(sub)) throw refused('sub contains control characters', 'RFC 6749 Appendix A.1')
  if (clientId !== undefined && clientId !== sub) {
    throw new OAuthError('invalid_client', 'client_id differs from the sub of client_assertion: send one client_id', {
      clause: 'RFC 7521 §4.2',
    })
  }
  return [sub]
}

/**
 * Proves a client by its assertion: claims that are wrong for every client are refused first, then the signature, then
 * those that are wrong for this client. A JWT is used up only once all of it is verified.
 * @throws OAuthError `invalid_client`
 */
export async function isProvenByAssertion(
  attempt: Attempt,
  client: Client,
  verify: (jws: string) => Promise<JWTPayload | undefined>,
): Promise<boolean> {
  const { jws, algorithm, type, claims } = readAssertion(attempt)
  if (type !== undefined && !/^(?:application\/)?(?:jwt|client-authentication\+jwt)$/i.test(String(type))) {
    throw refused('typ must be JWT or client-authentication+jwt', 'RFC 8725 §3.11')
  }
  const { assertions } = attempt
  checkTimes(claims, Math.floor(assertions.now / 1000))
  checkAudience(claims, assertions, true)
  const { jti, exp } = claims
  if (typeof jti !== 'string' || jti === '') {
    throw refused('jti is missing: add a value that is different in each assertion', 'OIDC Core §9')
  }
  const verified = await verify(jws)
  if (verified === undefined || verified.sub !== client.id) return false
  checkAudience(claims, assertions, allows(client, tokenEndpointAudience))
  const registered = client.metadata.token_endpoint_auth_signing_alg
  if (registered !== undefined && algorithm !== registered) {
    throw refused(`the client is registered for ${registered}, and it is signed with ${String(algorithm)}`)
  }
  if (await assertions.spend(client, jti, Number(exp) + clockTolerance)) return true
  throw refused('this jti was used before: make a new assertion for each request', 'RFC 7523 §3')
}

/** @throws OAuthError `invalid_client` */
function readAssertion({ form }: Presented): Assertion {
  const jws = parameter(form, 'client_assertion')
  const type = parameter(form, 'client_assertion_type')
  if (jws === undefined) throw new OAuthError('invalid_client', 'client_assertion is missing: send a JWT')
  if (type !== assertionType) {
    throw new OAuthError('invalid_client', `client_assertion_type must be ${assertionType}`, {
      clause: 'RFC 7523 §2.2',
    })
  }
  try {
    const { alg: algorithm, typ } = decodeProtectedHeader(jws)
    return { jws, algorithm, type: typ, claims: decodeJwt(jws) }
  } catch {
    throw new OAuthError('invalid_client', 'client_assertion is not a signed JWT in compact form', {
      clause: 'RFC 7523 §3',
    })
  }
}

function checkTimes({ exp, nbf, iat }: JWTPayload, now: number): void {
  if (typeof exp !== 'number') throw refused('exp is missing: let the assertion expire in a minute', 'RFC 7523 §3')
  if (exp + clockTolerance <= now) throw refused(`it expired ${now - exp} seconds ago by the clock of this server`)
  if (exp > now + longestLife + clockTolerance) {
    throw refused(`exp is ${Math.round(exp - now)} seconds from now, and the limit is ${longestLife}`, 'RFC 7523 §3')
  }
  for (const [name, moment] of Object.entries({ nbf, iat })) {
    if (moment === undefined) continue
    if (typeof moment !== 'number') throw refused(`${name} must be a number of seconds`)
    if (moment > now + clockTolerance) {
      throw refused(`${name} is ${Math.round(moment - now)} seconds in the future by the clock of this server`)
    }
  }
}

/** The audience is the issuer as a string and nothing else, so that an assertion for another server is of no use here. */
function checkAudience({ aud }: JWTPayload, { issuer, tokenEndpoint }: Assertions, isLegacyAllowed: boolean): void {
  if (aud === issuer) return
  const audiences = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud : []
  if (isLegacyAllowed && (audiences.includes(issuer) || audiences.includes(tokenEndpoint))) return
  throw refused(
    `aud must be ${issuer} as a string, not ${JSON.stringify(aud) ?? 'missing'}`,
    tokenEndpointAudience.clause,
  )
}

function refused(fault: string, clause?: string): OAuthError {
  return new OAuthError('invalid_client', `client_assertion: ${fault}`, clause === undefined ? {} : { clause })
}
