import type { Run, Tools } from '../flows/flow.ts'
import { decodeJwt } from './decode.ts'
import { verifyJwt } from './verify.ts'

/** Verifies an ID token as a client must (OIDC Core §3.1.3.7). Returns a sentence for the reader if it is refused. */
export async function verifyIdToken(idToken: string, run: Run, tools: Pick<Tools, 'loadKeys'>) {
  const { settings, values, now } = run
  try {
    const { issuer } = settings.metadata
    const expected = { issuer, audience: settings.client.clientId, now }
    const verified = await verifyJwt(idToken, await tools.loadKeys(), expected)
    if (verified.outcome === 'refused') return `The ID token is refused: ${verified.reason}`
    const { nonce, sub, azp } = verified.claims
    if (typeof sub !== 'string' || sub === '') return 'The ID token is refused: sub is missing.'
    if (azp !== undefined && azp !== expected.audience) return 'The ID token is refused: azp is not this client.'
    if (values.nonce !== undefined && nonce !== values.nonce) {
      return 'The ID token is refused: nonce is not the one of the request, so it belongs to another login.'
    }
    const before = values.id_token === undefined ? undefined : decodeJwt(values.id_token)?.claims.sub
    if (before !== undefined && before !== sub) return 'The ID token is refused: sub is another user than before.'
    return undefined
  } catch (error) {
    return `The ID token cannot be verified: ${error instanceof Error ? error.message : String(error)}`
  }
}
