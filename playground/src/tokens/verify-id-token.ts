import type { Run, Tools, Values } from '../flows/flow.ts'
import { decodeJwt } from './decode.ts'
import { verifyJwt } from './verify.ts'

/** What arrived through the browser with an ID token. */
interface Companions {
  readonly code: string | undefined
  readonly token: string | undefined
}

/**
 * Verifies an ID token as a client must (OIDC Core §3.1.3.7, and §3.3.2.11 with what came with it through the browser).
 * Returns a sentence for the reader if it is refused.
 */
export async function verifyIdToken(
  idToken: string,
  run: Run,
  tools: Pick<Tools, 'loadKeys'>,
  companions?: Companions,
): Promise<string | undefined> {
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
    const swapped = companions && (await findSwapped(idToken, verified.claims, companions))
    if (swapped !== undefined) return swapped
    const login = checkLogin(verified.claims, values)
    if (login !== undefined) return login
    const before = values.id_token === undefined ? undefined : decodeJwt(values.id_token)?.claims.sub
    if (before !== undefined && before !== sub) return 'The ID token is refused: sub is another user than before.'
    return undefined
  } catch (error) {
    return `The ID token cannot be verified: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Seconds by which the clocks of the server and of this computer may differ. */
const tolerance = 10

/** Checks how and when the owner logged in, if the request asked for it (OIDC Core §3.1.3.7, steps 12 and 13). */
function checkLogin({ acr, auth_time }: Readonly<Record<string, unknown>>, values: Values): string | undefined {
  const { acr_values: wanted, login_after: after } = values
  if (wanted !== undefined && !(typeof acr === 'string' && wanted.split(' ').includes(acr))) {
    return `The ID token is refused: acr is ${acr ?? 'missing'}, and acr_values asked for ${wanted}.`
  }
  if (after === undefined) return undefined
  if (typeof auth_time !== 'number') return 'The ID token is refused: auth_time is missing.'
  if (auth_time + tolerance < Number(after) / 1000) {
    return 'The ID token is refused: auth_time is before the request, which asked for a new login.'
  }
  return undefined
}

/** Compares the hashes that bind an ID token to what came with it: an attacker may have swapped it in the browser. */
async function findSwapped(
  idToken: string,
  { c_hash, at_hash }: Readonly<Record<string, unknown>>,
  { code, token }: Companions,
): Promise<string | undefined> {
  const algorithm = String(decodeJwt(idToken)?.header.alg)
  if (code !== undefined && c_hash !== (await halfHash(code, algorithm))) {
    return 'The ID token is refused: c_hash is not the hash of the code, so the code belongs to another login.'
  }
  if (token !== undefined && at_hash !== (await halfHash(token, algorithm))) {
    return 'The ID token is refused: at_hash is not the hash of the access token, so that belongs to another login.'
  }
  return undefined
}

/** The left half of the hash that belongs to the algorithm of the signature (OIDC Core §3.3.2.11). */
async function halfHash(text: string, algorithm: string): Promise<string> {
  const size = /^Ed/.test(algorithm) ? '512' : (/(?:256|384|512)$/.exec(algorithm)?.[0] ?? '256')
  const hash = new Uint8Array(await crypto.subtle.digest(`SHA-${size}`, new TextEncoder().encode(text)))
  return btoa(String.fromCharCode(...hash.subarray(0, hash.length / 2)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
