import { createPrivateKey } from 'node:crypto'
import { type KeyAlgorithm, keyAlgorithms, maxClockDifference } from '../oauth/ports.ts'
import { WrongSecret } from '../secrets/wrong-secret.ts'
import { algorithms } from './algorithms.ts'
import type { SigningKey } from './key-ring.ts'
import type { SigningKeyStore, StoredKey, Succession, Takeover } from './ports.ts'

/** The row of a signing key holds the sealed private key of another row. */
export class MixedUpKey extends Error {
  override readonly name = 'MixedUpKey'
}

export interface SigningKeyOptions {
  readonly store: SigningKeyStore
  readonly secret: { seal(text: string): string; open(sealed: string): string | undefined }
  readonly random: (bytes: number) => string
}

/**
 * Loads the published signing keys and creates missing ones at a first start; nodes that start together agree on one of
 * each.
 * @throws WrongSecret
 */
export async function loadSigningKeys(now: number, options: SigningKeyOptions): Promise<readonly SigningKey[]> {
  const { store, secret } = options
  const load = async () => (await store.list(now)).map((key) => open(key, secret))
  // No key may be created under a different secret than the existing ones.
  const keys = await load()
  const missing = lacking(keys)
  if (missing.length === 0) return keys
  // The marks are read before the keys: another node that adds one changes its mark.
  const marked = await Promise.all(
    missing.map(async (algorithm) => ({ algorithm, replaces: await store.newest(algorithm) })),
  )
  const still = new Set(lacking(await load()))
  // The first key signs immediately at every node, even one whose clock is behind: no relying party has an older key set.
  const first = { now, activeFrom: now - maxClockDifference, othersStay: 0 }
  await Promise.all(
    marked.filter(({ algorithm }) => still.has(algorithm)).map((one) => addSigningKey({ ...one, ...first }, options)),
  )
  return load()
}

/** Lists the algorithms without a key. */
function lacking(keys: readonly Pick<SigningKey, 'algorithm'>[]): readonly KeyAlgorithm[] {
  return keyAlgorithms.filter((algorithm) => !keys.some((key) => key.algorithm === algorithm))
}

export interface NewKey extends Succession {
  readonly algorithm: KeyAlgorithm
  readonly now: number
  /** When it starts to sign; relying parties learn of it before. */
  readonly activeFrom: number
}

export interface MadeKey extends Takeover {
  readonly id: string
}

/** Creates a signing key and stores it encrypted; undefined if another process was first. */
export async function addSigningKey(
  { algorithm, now, activeFrom, ...succession }: NewKey,
  options: SigningKeyOptions,
): Promise<MadeKey | undefined> {
  const { privateKey } = await algorithms[algorithm].generate()
  const id = options.random(12)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const private_key = options.secret.seal(bound({ id, algorithm }, pem))
  const key = { id, algorithm, private_key, created_at: now, active_from: activeFrom }
  const takeover = await options.store.add(key, succession)
  return takeover && { id, ...takeover }
}

/**
 * The text sealed before the PEM of a private key: its purpose, id and algorithm, so that a sealed key is valid only in
 * its own row. As associated data of the cipher it could not be read by releases that seal the bare PEM; they skip text
 * before a PEM (RFC 7468 §2).
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
      'the secret is not the one this database was created with: set VALETKEY_SECRET to the original secret, or start with a new database',
    )
  }
  if (isBound(pem) && !pem.startsWith(bindingOf(stored))) {
    throw new MixedUpKey(
      `signing key ${stored.id} (${stored.algorithm}) holds the private key of another: its row was changed; remove the row, or restore a backup`,
    )
  }
  return {
    id: stored.id,
    algorithm: stored.algorithm,
    privateKey: createPrivateKey(pem),
    activeFrom: stored.active_from,
  }
}
