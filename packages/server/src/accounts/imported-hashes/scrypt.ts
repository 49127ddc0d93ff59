import * as crypto from 'node:crypto'
import { bytesFault, decoySalt, type HashScheme, type ImportedHash, unpadded, unusable } from './imported-hash.ts'

/** What scrypt costs (RFC 7914 §2). */
export interface ScryptCost {
  /** The binary logarithm of N. */
  readonly ln: number
  readonly r: number
  readonly p: number
}

const mostMemory = 256 * 1024 * 1024
/** N times r times p: about three seconds of one core. */
const mostWork = 2 ** 23

const form =
  /^\$(?:firebase-)?scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{1,200})\$([A-Za-z0-9+/]{1,200})$/

/** scrypt (RFC 7914) in PHC form, as Auth0 exports it: `$scrypt$ln=…,r=…,p=…$salt$digest`. */
export const scrypt: HashScheme = {
  read(hash) {
    if (!hash.startsWith('$scrypt$')) return undefined
    return readHash(hash, 'scrypt', (password, salt, cost, length) => derive(password, salt, cost, length))
  },
}

/**
 * The scrypt of Firebase: the derived key encrypts a key of the project with AES-CTR, and the ciphertext is the digest.
 * Stored is the key stream alone, which is the ciphertext without the project's key: it proves the same password. The salt
 * ends with the salt separator of the project.
 */
export const firebaseScrypt: HashScheme = {
  read(hash) {
    if (!hash.startsWith('$firebase-scrypt$')) return undefined
    return readHash(hash, 'firebase-scrypt', async (password, salt, cost, length) => {
      const key = await derive(password, salt, cost, 32)
      return crypto.createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
    })
  },
}

/** Writes a hash of Firebase in the form that is stored. @throws RangeError if digest and key differ in length */
export function writeFirebaseScrypt(
  { salt, digest }: { readonly salt: Buffer; readonly digest: Buffer },
  project: {
    readonly signerKey: Buffer
    readonly saltSeparator: Buffer
    readonly rounds: number
    readonly memCost: number
  },
): string {
  const { signerKey } = project
  if (digest.length !== signerKey.length)
    throw new RangeError(`the hash has ${digest.length} bytes, and the signer key ${signerKey.length}`)
  const stream = Buffer.from(digest.map((byte, at) => byte ^ (signerKey[at] ?? 0)))
  const fullSalt = Buffer.concat([salt, project.saltSeparator])
  return `$firebase-scrypt$ln=${project.memCost},r=${project.rounds},p=1$${unpadded(fullSalt)}$${unpadded(stream)}`
}

/** Writes a hash in the form that is stored. */
export function writeScrypt({ ln, r, p }: ScryptCost, salt: Buffer, digest: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(digest)}`
}

type Derive = (password: string, salt: Buffer, cost: ScryptCost, length: number) => Promise<Buffer>

function readHash(hash: string, name: string, digestOf: Derive): ImportedHash {
  const [whole, ln, r, p, saltText = '', digestText = ''] = form.exec(hash) ?? []
  if (whole === undefined) return unusable(`is not a scrypt hash in PHC form: $${name}$ln=…,r=…,p=…$salt$digest`)
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  const [salt, digest] = [Buffer.from(saltText, 'base64'), Buffer.from(digestText, 'base64')]
  const fault = costFault(cost) ?? bytesFault(salt, digest)
  if (fault !== undefined) return unusable(fault)
  return {
    decoy: `$${name}$ln=${cost.ln},r=${cost.r},p=${cost.p}$${decoySalt}$${unpadded(Buffer.alloc(digest.length))}`,
    async verify(password) {
      return crypto.timingSafeEqual(await digestOf(password, salt, cost, digest.length), digest)
    },
  }
}

function costFault({ ln, r, p }: ScryptCost): string | undefined {
  if (ln < 1 || r < 1 || p < 1) return `has ln=${ln},r=${r},p=${p}: each must be 1 or more`
  if (128 * 2 ** ln * r > mostMemory) return `has ln=${ln},r=${r}, which takes more than 256 MiB`
  if (2 ** ln * r * p > mostWork)
    return `has ln=${ln},r=${r},p=${p}, which takes too long: 2^ln·r·p must be 2^23 or less`
  return undefined
}

function derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost, length: number): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: mostMemory + 128 * r * p + 1024 * 1024 }
  return new Promise((resolve, reject) => {
    crypto.scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
