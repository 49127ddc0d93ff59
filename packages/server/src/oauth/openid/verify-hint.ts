import { isEncrypted } from '../authorization/resolve/decrypt-object.ts'
import type { Keys } from '../ports.ts'
import { idTokenType } from '../tokens/id-token.ts'

/**
 * Verifies an ID token of this server that a client sends back as `id_token_hint`, and returns its claims; undefined if it is
 * none. The client may have encrypted it to a key of this server, so that nobody reads it in the URL (OIDC Core §3.1.2.1). The
 * type keeps other tokens of this server out: access tokens, logout tokens (RFC 8725 §3.11).
 */
export async function verifyHint(
  hint: string,
  keys: Pick<Keys, 'verify' | 'decrypt'>,
): Promise<ReturnType<Keys['verify']>> {
  const jws = isEncrypted(hint) ? await keys.decrypt(hint) : hint
  return jws === undefined ? undefined : keys.verify(jws, idTokenType)
}
