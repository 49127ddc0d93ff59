import {
  type BasicCredentials,
  OAuthError,
  type Parameters,
  parameter,
  parseBasicCredentials,
} from '@valetkey/protocol'

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
  if (hasControls(credentials.clientId) || hasControls(credentials.undecoded.clientId)) return undefined
  return new Readings(credentials)
}

class Readings implements BasicReadings {
  readonly #decoded: BasicCredentials

  constructor(credentials: BasicCredentials) {
    this.#decoded = credentials
  }

  get isSecretEmpty(): boolean {
    return this.#decoded.undecoded.clientSecret === ''
  }

  clientIds(form: Parameters): readonly string[] {
    const ids = bothOnce(this.#decoded.clientId, this.#decoded.undecoded.clientId)
    const named = parameter(form, 'client_id')
    if (named === undefined) return ids
    if (ids.includes(named)) return [named]
    throw new OAuthError('invalid_client', 'client_id in the body differs from the one in the Authorization header')
  }

  secrets(clientId: string): readonly string[] {
    const { clientId: decodedId, clientSecret: decoded, undecoded } = this.#decoded
    const raw = undecoded.clientSecret
    return clientId === decodedId ? bothOnce(decoded, raw) : bothOnce(raw, decoded)
  }
}

function bothOnce(first: string, second: string): readonly string[] {
  return first === second ? [first] : [first, second]
}

/** No identifier has control characters (RFC 7617 §2; RFC 6749 appendix A.1), and PostgreSQL refuses a null byte. */
function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
