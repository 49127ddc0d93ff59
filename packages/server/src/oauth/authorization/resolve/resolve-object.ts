import { isParameterText, type Parameters, parameter } from '@valetkey/protocol'
import type { JWTPayload } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt } from 'jose/jwt/decode'
import type { Client } from '../../client.ts'
import { clockTolerance } from '../../client-keys/client-keys.ts'
import { isTooDeep } from '../../nesting.ts'
import { decryptObject } from './decrypt-object.ts'
import { toParameters } from './request-claims.ts'
import { type ResolveServices, UnresolvedRequest } from './resolver.ts'

/**
 * Reads a request object (OIDC Core §6, RFC 9101). Only its parameters count, so that nobody adds any to a signed request
 * (RFC 9101 §6.3); `client_id` and `response_type`, which must be the same outside, may be left out inside.
 * @throws UnresolvedRequest `invalid_request_object`
 */
export async function resolveObject(
  object: string,
  sent: Parameters,
  client: Client,
  { issuer, keys, clientKeys, clock }: Pick<ResolveServices, 'issuer' | 'keys' | 'clientKeys' | 'clock'>,
): Promise<Parameters> {
  const decryption = await decryptObject(object, client, keys)
  if ('fault' in decryption) {
    throw new UnresolvedRequest(
      'invalid_request_object',
      `the request object ${decryption.fault}`,
      sent,
      'RFC 9101 §6.1',
    )
  }
  const { jws } = decryption
  const { algorithm, type, claims } = readObject(jws, sent)
  if (isTooDeep(claims)) {
    throw new UnresolvedRequest(
      'invalid_request_object',
      'the request object has claims that are nested too deeply',
      sent,
    )
  }
  const inside = toParameters(claims)
  if ([...inside.values()].flat().some((value) => !isParameterText(value))) {
    throw new UnresolvedRequest(
      'invalid_request_object',
      'a string in the request object has a null byte or an unpaired surrogate, which no parameter can have: remove it',
      sent,
    )
  }
  const responseType = sent.get('response_type')
  const outside = new Map([
    ['client_id', [client.id]],
    ...(responseType === undefined ? [] : [['response_type', responseType] as const]),
  ])
  const known = new Map([...sent, ...inside, ...outside])
  const refuse = (fault: string, clause?: string): never => {
    throw new UnresolvedRequest('invalid_request_object', `the request object ${fault}`, known, clause)
  }
  const fault = claimsFault(claims, { client, issuer, now: Math.floor(clock() / 1000) }) ?? outsideFault(inside, sent)
  if (fault !== undefined) refuse(fault)
  if (type !== undefined && !/^(?:application\/)?(?:jwt|oauth-authz-req\+jwt)$/i.test(String(type))) {
    refuse('must have typ oauth-authz-req+jwt or JWT', 'RFC 9101 §10.8')
  }
  const registered = client.metadata.request_object_signing_alg
  if (registered !== undefined && algorithm !== registered) {
    refuse(`must be signed with ${registered}, which is registered for this client, and not with ${String(algorithm)}`)
  }
  const verification = await clientKeys.verify(client, jws, clock())
  if ('reason' in verification) refuse(`cannot be verified: ${verification.reason}`)
  return new Map([...outside, ...inside])
}

function readObject(jws: string, sent: Parameters) {
  try {
    const { alg: algorithm, typ: type } = decodeProtectedHeader(jws)
    return { algorithm, type, claims: decodeJwt(jws) }
  } catch {
    const description = 'the request object is not a signed JWT in compact form'
    throw new UnresolvedRequest('invalid_request_object', description, sent, 'RFC 9101 §4')
  }
}

interface Expected {
  readonly client: Client
  readonly issuer: string
  /** In seconds. */
  readonly now: number
}

/** Objects of OpenID Connect need no `iss`, `aud` or `exp` (OIDC Core §6.1); those they have must be right (RFC 9101 §4, §6.2). */
function claimsFault(claims: JWTPayload, { client, issuer, now }: Expected): string | undefined {
  const { iss, sub, aud, exp, nbf, iat } = claims
  if (iss !== undefined && iss !== client.id) return 'must have the client_id as iss'
  if (sub === client.id) return 'must not have the client_id as sub: it could be a client assertion (RFC 9101 §10.8)'
  if (aud !== undefined && aud !== issuer && !(Array.isArray(aud) && aud.includes(issuer))) {
    return `must have ${issuer} as aud, or among several`
  }
  if (exp !== undefined && !(typeof exp === 'number' && exp + clockTolerance > now)) return 'has expired'
  for (const [name, moment] of Object.entries({ nbf, iat })) {
    if (moment !== undefined && !(typeof moment === 'number' && moment <= now + clockTolerance)) {
      return `is of the future: ${name} is later than the clock of this server`
    }
  }
  if ('request' in claims || 'request_uri' in claims) return 'must not have request or request_uri (RFC 9101 §4)'
  return undefined
}

function outsideFault(inside: Parameters, sent: Parameters): string | undefined {
  const different = ['client_id', 'response_type'].find((name) => {
    const [within, outside] = [inside.get(name)?.[0], parameter(sent, name)]
    return within !== undefined && outside !== undefined && within !== outside
  })
  return different && `has another ${different} than the one sent outside (OIDC Core §6.1)`
}
