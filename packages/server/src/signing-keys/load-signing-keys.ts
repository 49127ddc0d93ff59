import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { maxClockDifference, type SigningAlgorithm } from '../oauth/ports.ts'
import { WrongSecret } from '../secrets/wrong-secret.ts'
import type { SigningKey } from './key-ring.ts'
import type { SigningKeyStore, StoredKey, Succession, Takeover } from './ports.ts'

/** Says that the row of a signing key holds the sealed private key of another row. */
export class MixedUpKey extends Error {
  override readonly name = 'MixedUpKey'
}

/** What keeping signing keys needs. */
export interface SigningKeyOptions {
  readonly store: SigningKeyStore
  readonly secret: { seal(text: string): string; open(sealed: string): string | undefined }
  readonly random: (bytes: number) => string
}

/** The algorithms that there is always a key for: access tokens are signed ES256 unless an API says RS256. */
export const signingAlgorithms: readonly SigningAlgorithm[] = ['ES256', 'RS256']

const generate = promisify(generateKeyPair)

/**
 * Loads the published signing keys, making the ones that are missing at a first start; nodes that start together agree
 * on one of each.
 * @throws WrongSecret
 */
export async function loadSigningKeys(now: number, options: SigningKeyOptions): Promise<readonly SigningKey[]> {
  for (const algorithm of signingAlgorithms) {
    const replaces = await options.store.newest(algorithm)
    const stored = await options.store.list(now)
    // Nobody makes keys under another secret than the one of those that are there.
    const keys = stored.map((key) => open(key, options.secret))
    if (keys.some((key) => key.algorithm === algorithm)) continue
    // The first key of all signs at once at every node, also at one whose clock is behind: nobody has an older key set.
    await addSigningKey({ algorithm, now, activeFrom: now - maxClockDifference, othersStay: 0, replaces }, options)
  }
  return (await options.store.list(now)).map((key) => open(key, options.secret))
}

/** A key to make. */
export interface NewKey extends Succession {
  readonly algorithm: SigningAlgorithm
  readonly now: number
  /** From when it is to sign; until then relying parties learn of it. */
  readonly activeFrom: number
}

/** A key that was made. */
export interface MadeKey extends Takeover {
  readonly id: string
}

/** Makes a signing key and stores it encrypted; undefined where another process came first. */
export async function addSigningKey(
  { algorithm, now, activeFrom, ...succession }: NewKey,
  options: SigningKeyOptions,
): Promise<MadeKey | undefined> {
  const privateKey = await generateSigningKey(algorithm)
  const id = options.random(12)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const private_key = options.secret.seal(bound({ id, algorithm }, pem))
  const key = { id, algorithm, private_key, created_at: now, active_from: activeFrom }
  const takeover = await options.store.add(key, succession)
  return takeover && { id, ...takeover }
}

async function generateSigningKey(algorithm: SigningAlgorithm): Promise<KeyObject> {
  const pair =
    algorithm === 'ES256' ? generate('ec', { namedCurve: 'P-256' }) : generate('rsa', { modulusLength: 2048 })
  return (await pair).privateKey
}

/**
 * What is sealed with a private key: its purpose, id and algorithm, before the PEM, so that a sealed key is good in its own row
 * alone. As associated data of the cipher it could not be read by releases that seal the bare PEM; text before a PEM is
 * skipped by those that know nothing of it (RFC 7468 §2).
 */
function bindingOf({ id, algorithm }: Pick<StoredKey, 'id' | 'algorithm'>): string {
  return `${bindingStart}${JSON.stringify([id, algorithm])}\n-----BEGIN `
}

const bindingStart = 'valetkey signing key '

function bound(key: Pick<StoredKey, 'id' | 'algorithm'>, pem: string): string {
  return `${bindingOf(key).replace('-----BEGIN ', '')}${pem}`
}

function isBound(pem: string): boolean {
  return pem.startsWith(bindingStart)
}

/** Binds the keys that an older release sealed to their rows. */
export async function bindSigningKeys(now: number, { store, secret }: SigningKeyOptions): Promise<void> {
  for (const { id, algorithm, private_key: was } of await store.list(now)) {
    const pem = secret.open(was)
    if (pem === undefined || isBound(pem)) continue
    await store.reseal({ id, private_key: secret.seal(bound({ id, algorithm }, pem)) }, was)
  }
}

function open(stored: StoredKey, secret: SigningKeyOptions['secret']): SigningKey {
  const pem = secret.open(stored.private_key)
  if (pem === undefined) {
    throw new WrongSecret(
      'the secret is not the one this database was made with: set VALETKEY_SECRET to that one, or start with a new database',
    )
  }
  if (isBound(pem) && !pem.startsWith(bindingOf(stored))) {
    throw new MixedUpKey(
      `signing key ${stored.id} (${stored.algorithm}) holds the private key of another: its row was changed; remove the row, or restore a backup`,
    )
  }
  return {
    id: stored.id,
    algorithm: stored.algorithm as SigningAlgorithm, // written by addSigningKey alone
    privateKey: createPrivateKey(pem),
    activeFrom: stored.active_from,
  }
}
