import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a test changes in a response. */
export interface ResponseChange {
  readonly origin?: string
  readonly rpId?: string
  readonly counter?: number
  /** Whether the device checked who uses it. */
  readonly isUserVerified?: boolean
  readonly isPresent?: boolean
  readonly isSynced?: boolean
  readonly crossOrigin?: boolean
  readonly type?: string
  readonly userHandle?: string | null
  readonly attestation?: Uint8Array
}

export interface Authenticator {
  readonly id: string
  /** Responds to the options of a new passkey, as a browser's `toJSON` writes it. */
  create(options: string, change?: ResponseChange): string
  /** Responds to the options of a login. */
  get(options: string, change?: ResponseChange): string
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

/** A passkey of ES256 in software. It signs whatever a test wants, which no browser would. */
export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  let handle: string | undefined
  const coseKey = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
  const toClientData = (type: string, challenge: string, change: ResponseChange) =>
    Buffer.from(
      JSON.stringify({
        type: change.type ?? type,
        challenge,
        origin: change.origin ?? origin,
        crossOrigin: change.crossOrigin ?? false,
      }),
    )
  const toAuthData = (rpId: string, change: ResponseChange, attested?: Uint8Array) => {
    const { isPresent = true, isUserVerified = true, isSynced = false, counter = 0 } = change
    const flags = [isPresent && 0x01, isUserVerified && 0x04, isSynced && 0x18, attested && 0x40]
    const head = Buffer.alloc(5)
    head[0] = flags.reduce<number>((sum, flag) => sum + (flag || 0), 0)
    head.writeUInt32BE(counter, 1)
    return Buffer.concat([sha256(change.rpId ?? rpId), head, attested ?? Buffer.alloc(0)])
  }
  const toJson = (response: object) => {
    const text = id.toString('base64url')
    return JSON.stringify({ id: text, rawId: text, type: 'public-key', clientExtensionResults: {}, response })
  }
  return {
    id: id.toString('base64url'),
    create(text, change = {}) {
      const { challenge, rp, user } = JSON.parse(text) as {
        readonly challenge: string
        readonly rp: { readonly id: string }
        readonly user: { readonly id: string }
      }
      handle = user.id
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey])
      const authData = toAuthData(rp.id, change, attested)
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([authData.length]),
        authData,
      ])
      return toJson({
        clientDataJSON: toClientData('webauthn.create', challenge, change).toString('base64url'),
        attestationObject: Buffer.from(change.attestation ?? attestation).toString('base64url'),
        transports: ['internal', 'carrier pigeon'],
      })
    },
    get(text, change = {}) {
      const { challenge, rpId } = JSON.parse(text) as { readonly challenge: string; readonly rpId: string }
      const clientData = toClientData('webauthn.get', challenge, change)
      const authData = toAuthData(rpId, change)
      const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), privateKey)
      const userHandle = change.userHandle === undefined ? handle : change.userHandle
      return toJson({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(userHandle === null ? {} : { userHandle }),
      })
    },
  }
}
