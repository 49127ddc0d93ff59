import type { Web } from '../ports.ts'

const binding = 'watched session'

/** Names a session in a `session_state`: apps can neither read it nor see that two of them name the same session. */
export function nameSession(hash: string, { sealer }: Pick<Web, 'sealer'>): string {
  return sealer.seal(hash, binding)
}

/** Reads the hash of the session from its name; undefined for any other text. */
export function readSessionName(name: string, { sealer }: Pick<Web, 'sealer'>): string | undefined {
  return sealer.open(name, binding)
}
