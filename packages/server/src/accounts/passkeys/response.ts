/** The size of a response in characters: ten times that of usual ones. */
export const longestResponse = 16_384

/** A credential id has 1,023 bytes at most (WebAuthn Level 3 §4). */
const longestId = 1364

/** What a browser returned for a challenge, as `PublicKeyCredential.toJSON` writes it; not verified yet. */
export interface PasskeyResponse {
  readonly id: string
  /** The challenge that the browser signed for. */
  readonly challenge: string
  readonly clientDataJSON: string
  /** Present in the response of a new passkey. */
  readonly attestationObject: string | undefined
  /** Present in the response of a known one. */
  readonly authenticatorData: string | undefined
  readonly signature: string | undefined
  readonly userHandle: string | undefined
  readonly transports: readonly string[]
}

/** Reads a response; undefined for text that is none. */
export function readPasskeyResponse(text: string): PasskeyResponse | undefined {
  if (text.length > longestResponse) return undefined
  const credential = parseObject(text)
  const response = toObject(credential?.response)
  const id = base64url(credential?.id)
  const clientDataJSON = base64url(response?.clientDataJSON)
  if (credential?.type !== 'public-key' || id === undefined || id !== credential.rawId || id.length > longestId) {
    return undefined
  }
  if (clientDataJSON === undefined) return undefined
  const clientData = parseObject(Buffer.from(clientDataJSON, 'base64url').toString())
  // These pages are never framed, so that another site is not where the user was asked.
  if (typeof clientData?.challenge !== 'string' || clientData.crossOrigin === true) return undefined
  return {
    id,
    challenge: clientData.challenge,
    clientDataJSON,
    attestationObject: base64url(response?.attestationObject),
    authenticatorData: base64url(response?.authenticatorData),
    signature: base64url(response?.signature),
    userHandle: base64url(response?.userHandle),
    transports: toTransports(response?.transports),
  }
}

/** The values of `AuthenticatorTransport` (WebAuthn Level 3 §5.8.4). */
const knownTransports = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal']

function toTransports(value: unknown): readonly string[] {
  return Array.isArray(value) ? knownTransports.filter((one) => value.includes(one)) : []
}

function base64url(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]+$/.test(value) ? value : undefined
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return toObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>) // an object, as was just checked
    : undefined
}
