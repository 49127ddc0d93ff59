import { OAuthError, parameter } from '@valetkey/protocol'
import { verifyHint } from '../../openid/verify-hint.ts'
import type { Check } from './check.ts'

/**
 * Reads which user the client expects: an ID token that this issuer gave it (OIDC Core §3.1.2.1). An expired one is accepted,
 * one whose key is no longer published is not.
 */
export const idTokenHint: Check = {
  name: 'id-token-hint',
  at: ['authorize', 'par'],
  reads: ['id_token_hint'],
  async run({ parameters, client, issuer, keys }) {
    const hint = parameter(parameters, 'id_token_hint')
    if (hint === undefined) return { hintedSubject: undefined }
    const claims = await verifyHint(hint, keys)
    if (claims === undefined || claims.iss !== issuer || typeof claims.sub !== 'string') {
      throw refuse(
        'is not an ID token signed by this issuer with a key that it still publishes, as it is or encrypted to one of its keys',
      )
    }
    if (![claims.aud].flat().includes(client.id)) throw refuse('was issued to another client')
    return { hintedSubject: claims.sub }
  },
}

function refuse(fault: string): OAuthError {
  const description = `id_token_hint ${fault}: send the last ID token that this client received, or leave it out`
  return new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.1.2.1' })
}
