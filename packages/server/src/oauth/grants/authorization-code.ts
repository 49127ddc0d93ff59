import { hash as digest } from 'node:crypto'
import { isCodeVerifier, OAuthError, readParameters } from '@valetkey/protocol'
import { type Hash, hashSecret } from '../hash.ts'
import type { Code, GrantStores } from '../ports.ts'
import { readResources } from '../resources.ts'
import { narrowRights } from '../tokens/narrow-rights.ts'
import type { Grant, GrantRequest, Redeemed } from './grant.ts'

/** Trades an authorization code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.6). */
export const authorizationCode: Grant = {
  type: 'authorization_code',
  openToPublicClients: true,
  clause: 'RFC 6749 §4.1',
  defaultFor: 'users',
  async authorize(request) {
    const parameters = readParameters(request.form, {
      code: 'required',
      redirect_uri: 'optional',
      code_verifier: 'optional',
    })
    const read = { ...parameters, resource: readResources(request.form) }
    const hash = hashSecret('code', read.code)
    return { key: hash, redeem: (stores) => redeem(hash, read, request, stores) }
  },
}

interface CodeParameters {
  readonly code: string
  readonly redirect_uri: string | undefined
  readonly code_verifier: string | undefined
  readonly resource: readonly string[]
}

/** The code is spent before anything else is looked at: a request that fails a check below has used it up. */
async function redeem(
  hash: Hash<'code'>,
  read: CodeParameters,
  { client, now }: GrantRequest,
  stores: GrantStores,
): Promise<Redeemed> {
  const redemption = await stores.redeemCode(hash, client.id, now)
  if (redemption.outcome === 'unknown')
    throw new OAuthError('invalid_grant', 'code is unknown, or was issued to another client')
  if (redemption.outcome === 'replayed') {
    const family = await stores.holdFamily(redemption.familyId)
    await stores.revokeFamily(redemption.familyId, now)
    return {
      outcome: 'replayed',
      kind: 'code',
      accountId: family?.accountId,
      authorizationId: family?.authorizationId,
      error: new OAuthError('invalid_grant', 'code was already redeemed: the tokens issued for it are revoked', {
        clause: 'RFC 6749 §4.1.2',
      }),
    }
  }
  const { code } = redemption
  if (code.expiresAt <= now) throw new OAuthError('invalid_grant', 'code has expired')
  checkRedirectUri(code, read.redirect_uri)
  checkVerifier(code, read.code_verifier)
  return {
    outcome: 'granted',
    accountId: code.accountId,
    authorizationId: code.authorizationId,
    rights: code.rights,
    tokenRights: narrowRights(code.rights, { resource: read.resource, scope: undefined }),
    context: code.context,
    family: { id: code.familyId, generation: 0 },
  }
}

function checkRedirectUri(code: Code, sent: string | undefined): void {
  // OAuth 2.1 no longer sends it; when sent it must be the same (RFC 6749 §4.1.3).
  if (sent === undefined && (!code.redirectUriSent || code.codeChallenge !== undefined)) return
  if (sent !== code.redirectUri) {
    throw new OAuthError('invalid_grant', 'redirect_uri differs from the one in the authorization request', {
      clause: 'RFC 6749 §4.1.3',
    })
  }
}

function checkVerifier(code: Code, verifier: string | undefined): void {
  if (code.codeChallenge === undefined) {
    if (verifier === undefined) return
    throw new OAuthError(
      'invalid_grant',
      'code_verifier was sent, but the authorization request had no code_challenge',
      {
        clause: 'RFC 9700 §4.8.2',
      },
    )
  }
  if (verifier === undefined)
    throw new OAuthError('invalid_grant', 'code_verifier is missing', { clause: 'RFC 7636 §4.6' })
  if (!isCodeVerifier(verifier)) {
    throw new OAuthError('invalid_grant', 'code_verifier must be 43 to 128 characters from A-Z a-z 0-9 - . _ ~', {
      clause: 'RFC 7636 §4.1',
    })
  }
  if (digest('sha256', verifier, 'base64url') !== code.codeChallenge) {
    throw new OAuthError('invalid_grant', 'code_verifier does not match the code_challenge', {
      clause: 'RFC 7636 §4.6',
    })
  }
}
