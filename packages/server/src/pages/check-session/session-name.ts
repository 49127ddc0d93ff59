import type { Web } from '../ports.ts'

const binding = 'watched session'

/** Encrypts the hash of a session for `session_state`: apps cannot read it, nor see that two of them contain the same session. */
export function nameSession(hash: string, { sealer }: Pick<Web, 'sealer'>): string {
  return sealer.seal(hash, binding)
}

/** Decrypts the hash of the session; undefined for any other string. */
export function readSessionName(name: string, { sealer }: Pick<Web, 'sealer'>): string | undefined {
  return sealer.open(name, binding)
}
