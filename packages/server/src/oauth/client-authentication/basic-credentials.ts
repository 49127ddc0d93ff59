import { OAuthError, type Parameters, parameter, parseBasicCredentials } from '@valetkey/protocol'

/** The readings of an `Authorization: Basic` header: percent-decoded, as RFC 6749 §2.3.1 says, and raw, as many clients send it. */
export interface BasicReadings {
  readonly isSecretEmpty: boolean
  /** The identifiers to try, the percent-decoded one first; one if the form has `client_id`. @throws OAuthError if that differs */
  clientIds(form: Parameters): readonly string[]
  /** The secrets to try with an identifier, the one that was read in the same way first. */
  secrets(clientId: string): readonly string[]
}

/** Reads an `Authorization` header; undefined if it is not well-formed Basic credentials. */
export function readBasicCredentials(authorization: string | null): BasicReadings | undefined {
  const credentials = authorization === null ? undefined : parseBasicCredentials(authorization)
  if (credentials === undefined) return undefined
  const { undecoded: raw, ...decoded } = credentials
  if (hasControls(decoded.clientId) || hasControls(raw.clientId)) return undefined
  return {
    isSecretEmpty: raw.clientSecret === '',
    clientIds(form) {
      const ids = bothOnce(decoded.clientId, raw.clientId)
      const named = parameter(form, 'client_id')
      if (named === undefined) return ids
      if (ids.includes(named)) return [named]
      throw new OAuthError('invalid_client', 'client_id in the body differs from the one in the Authorization header')
    },
    secrets(clientId) {
      const [first, second] = clientId === decoded.clientId ? [decoded, raw] : [raw, decoded]
      return bothOnce(first.clientSecret, second.clientSecret)
    },
  }
}

function bothOnce(first: string, second: string): readonly string[] {
  return first === second ? [first] : [first, second]
}

/** No identifier has control characters (RFC 7617 §2; RFC 6749 appendix A.1), and PostgreSQL refuses a null byte. */
function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
