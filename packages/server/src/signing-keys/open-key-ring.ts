import type { Clock } from '../oauth/ports.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { bindSigningKeys, loadSigningKeys, type SigningKeyOptions } from './load-signing-keys.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'

/** The signing keys of a running server. */
export interface SigningKeys {
  readonly keyRing: KeyRing
  /** Loads the keys that other nodes and commands have changed. */
  reload(): Promise<void>
  /** Creates a new key once the newest one is older than `rotateAfter`, in milliseconds. */
  rotate(rotateAfter: number): Promise<void>
}

export interface OpenKeyRingOptions extends SigningKeyOptions {
  /** Authenticates refresh tokens. */
  readonly macKey: Uint8Array
  readonly clock: Clock
}

/** Loads the signing keys, and creates missing ones. @throws WrongSecret */
export async function openKeyRing({ macKey, clock, ...options }: OpenKeyRingOptions): Promise<SigningKeys> {
  const keyRing = createKeyRing({ macKey, clock })
  const reload = async () => keyRing.replace(await loadSigningKeys(clock(), options))
  await reload()
  return {
    keyRing,
    reload,
    async rotate(rotateAfter) {
      await bindSigningKeys(clock(), options)
      await rotateSigningKeys({ now: clock(), rotateAfter }, options)
      // An old key leaves the key set by time alone, without a change of the counter.
      await reload()
    },
  }
}
