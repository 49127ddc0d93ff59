import type { PasskeyResponse } from './response.ts'

/** The server that a response has to be for. */
export interface RelyingParty {
  /** The host of the issuer. */
  readonly id: string
  readonly origin: string
  /** Whether the device must have checked who uses it, by a PIN or a fingerprint. */
  readonly requiresUserVerification: boolean
}

/** ES256, EdDSA and RS256: one of them is known to every authenticator. */
export const passkeyAlgorithms = [-7, -8, -257] as const

/** Bytes; the key of RS256 with 4096 bits has about 530. */
const longestPublicKey = 1024

export interface NewCredential {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly isBackedUp: boolean
  readonly aaguid: string
}

/** Verifies the response that brings a new passkey (WebAuthn Level 3 §7.1); undefined if it is not right. */
export async function verifyNewPasskey(
  response: PasskeyResponse,
  { id: rpId, origin, requiresUserVerification }: RelyingParty,
): Promise<NewCredential | undefined> {
  const { attestationObject } = response
  if (attestationObject === undefined) return undefined
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  return orUndefined(async () => {
    const authData = decodeAttestationObject(fromBase64url(attestationObject)).get('authData')
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: response.id,
        rawId: response.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: response.clientDataJSON,
          attestationObject: Buffer.from(withoutAttestation(authData)).toString('base64url'),
        },
      },
      expectedChallenge: response.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: requiresUserVerification,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    })
    if (!verified || registrationInfo.credential.id !== response.id) return undefined
    const { credential, credentialBackedUp, aaguid } = registrationInfo
    if (credential.publicKey.length > longestPublicKey) return undefined
    return {
      id: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      isBackedUp: credentialBackedUp,
      aaguid,
    }
  })
}

/** What a verified response says of the use of a passkey. */
export interface VerifiedUse {
  readonly counter: number
  readonly isUserVerified: boolean
  /** Whether it can be copied to other devices of its user. */
  readonly isSynced: boolean
  readonly isBackedUp: boolean
}

/**
 * Verifies the response that a known passkey signed (WebAuthn Level 3 §7.2); undefined if it is not right. The counter is
 * left to the caller: only what is signed may raise an alarm.
 */
export async function verifyPasskey(
  response: PasskeyResponse,
  publicKey: string,
  { id: rpId, origin, requiresUserVerification }: RelyingParty,
): Promise<VerifiedUse | undefined> {
  const { authenticatorData, signature } = response
  if (authenticatorData === undefined || signature === undefined) return undefined
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  return orUndefined(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: response.id,
        rawId: response.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: response.clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: response.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: requiresUserVerification,
      credential: { id: response.id, publicKey: fromBase64url(publicKey), counter: -1 },
    })
    if (!verified) return undefined
    return {
      counter: authenticationInfo.newCounter,
      isUserVerified: authenticationInfo.userVerified,
      isSynced: authenticationInfo.credentialDeviceType === 'multiDevice',
      isBackedUp: authenticationInfo.credentialBackedUp,
    }
  })
}

/** The library throws at each fault of a response, and whatever the parsers it uses throw. */
async function orUndefined<T>(verify: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await verify()
  } catch {
    return undefined
  }
}

/**
 * Writes an attestation object of the format `none`. Attestation is not asked for, and what a client sends all the same is
 * not read: its certificates name addresses that the library would load.
 */
function withoutAttestation(authData: Uint8Array): Uint8Array {
  const text = (value: string) => [0x60 + value.length, ...Buffer.from(value)]
  const length = [0x59, authData.length >> 8, authData.length & 0xff]
  return Uint8Array.from([
    0xa3,
    ...[...text('fmt'), ...text('none')],
    ...[...text('attStmt'), 0xa0],
    ...[...text('authData'), ...length, ...authData],
  ])
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
