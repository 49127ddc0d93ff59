import { constants, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyAlgorithm, KeyEncryptionName, SigningAlgorithm } from '../oauth/ports.ts'
import { toDerSignature, toJwsSignature } from './ecdsa-signature.ts'

/** How keys of one algorithm are made. */
export interface Algorithm {
  generate(): Promise<{ readonly privateKey: KeyObject }>
}

/** How keys of one algorithm sign. Signatures have the form of a JWS. */
export interface Signing extends Algorithm {
  sign(input: Buffer, privateKey: KeyObject): Buffer
  verify(input: Buffer, publicKey: KeyObject, signature: Buffer): boolean
}

const generate = promisify(generateKeyPair)
const generateP256 = () => generate('ec', { namedCurve: 'P-256' })
const generateRsa = () => generate('rsa', { modulusLength: 2048 })

/** RFC 7518 §3.5: the salt is as long as the digest. */
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }

export const signings: Readonly<Record<SigningAlgorithm, Signing>> = {
  ES256: {
    generate: generateP256,
    sign: (input, key) => toJwsSignature(sign('sha256', input, key)),
    verify(input, key, signature) {
      const der = toDerSignature(signature)
      return der !== undefined && verify('sha256', input, key, der)
    },
  },
  RS256: {
    generate: generateRsa,
    sign: (input, key) => sign('sha256', input, key),
    verify: (input, key, signature) => verify('sha256', input, key, signature),
  },
  PS256: {
    generate: generateRsa,
    sign: (input, key) => sign('sha256', input, { key, ...pss }),
    verify: (input, key, signature) => verify('sha256', input, { key, ...pss }, signature),
  },
  EdDSA: {
    generate: () => generate('ed25519', {}),
    sign: (input, key) => sign(null, input, key),
    verify: (input, key, signature) => verify(null, input, key, signature),
  },
}

const decryptions: Readonly<Record<KeyEncryptionName, Algorithm>> = {
  'RSA-OAEP-256': { generate: generateRsa },
  'ECDH-ES': { generate: generateP256 },
  'ECDH-ES+A128KW': { generate: generateP256 },
  'ECDH-ES+A256KW': { generate: generateP256 },
}

export const algorithms: Readonly<Record<KeyAlgorithm, Algorithm>> = { ...signings, ...decryptions }
