import type { SigningKeys } from '../signing-keys/open-key-ring.ts'
import type { Job } from './job.ts'

/** Replaces old signing keys. */
export function rotateKeys(signingKeys: Pick<SigningKeys, 'rotate'>, rotateAfterDays: number): Job {
  return { name: 'rotate signing keys', everyMs: 60_000, run: () => signingKeys.rotate(rotateAfterDays * 86_400_000) }
}
