import type { GrantContext, JsonObject } from '../grant-context.ts'
import type { Granted } from '../grants/grant.ts'
import { identityScopeOf, openid } from '../identity-scopes.ts'
import { type ClaimRequest, fromStored } from '../openid/requested-claims.ts'
import { sessionIdOf, subjectOf } from '../openid/subject.ts'
import { tokenHash } from '../openid/token-hash.ts'
import { selectClaims } from '../openid/user-claims.ts'
import type { Recipient } from '../protected-responses/encryption.ts'
import { signingAlgorithmFor } from '../protected-responses/protected-response.ts'
import type { SigningAlgorithm } from '../signing-algorithms.ts'
import type { Issuance, ProductOptions, TokenProduct } from './product.ts'

/** The `typ` of ID tokens, which no other token of this server has (RFC 8725 §3.11). */
export const idTokenType = 'JWT'

/** The name of the product, and of its member in a response. */
export const idTokenName = 'id_token'

/** An ID token before it is signed: the hashes of what it comes with are still missing. */
interface WrittenIdToken {
  readonly algorithm: SigningAlgorithm
  readonly claims: JsonObject
  readonly recipient: Recipient | undefined
}

/** Issues an ID token (OIDC Core §2). What scopes tell of the user is at the UserInfo endpoint (§5.4). */
export const idTokenProduct: TokenProduct<WrittenIdToken> = createIdToken({ hasClaimsOfScopes: false })

/** Issues an ID token where no access token is: it has the claims of the scopes itself (OIDC Core §5.4). */
export const idTokenWithClaimsProduct: TokenProduct<WrittenIdToken> = createIdToken({ hasClaimsOfScopes: true })

function createIdToken({ hasClaimsOfScopes }: { readonly hasClaimsOfScopes: boolean }): TokenProduct<WrittenIdToken> {
  return {
    name: idTokenName,
    members: [idTokenName],
    isWanted: ({ granted, rights }) => granted.accountId !== undefined && identityScopeOf(rights).includes(openid),
    needsUser: ({ client, granted }) =>
      hasClaimsOfScopes || client.idTokenClaims.length > 0 || requestedOf(granted).size > 0,
    write(issuance, _stores, options) {
      const { client, granted, family, recipient, now } = issuance
      // Before the transaction ends, so that neither a code nor a refresh token is used up for nothing.
      if (recipient?.fault !== undefined) throw recipient.fault
      const { accountId, context = { authenticatedAt: now } } = granted
      if (accountId === undefined) throw new Error('an ID token needs a user')
      const { issuer, keys, lifetimes } = options
      return {
        algorithm: signingAlgorithmFor(client, idTokenName),
        recipient,
        claims: {
          iss: issuer,
          sub: subjectOf(accountId, client, keys),
          aud: client.id,
          azp: client.id,
          iat: Math.floor(now / 1000),
          exp: Math.floor(now / 1000) + lifetimes.idToken,
          // A later ID token of the same login has none (OIDC Core §12.2).
          ...loginClaims(context, family?.generation === 0),
          ...(context.sid === undefined ? {} : { sid: sessionIdOf(context.sid, client, keys) }),
          ...claimsOfUser(issuance, hasClaimsOfScopes, options),
        },
      }
    },
    respond({ algorithm, claims, recipient }, { keys }, { access_token: accessToken, code }) {
      const hashes = {
        ...(typeof accessToken === 'string' ? { at_hash: tokenHash(accessToken, algorithm) } : {}),
        ...(typeof code === 'string' ? { c_hash: tokenHash(code, algorithm) } : {}),
      }
      const jws = keys.sign(algorithm, idTokenType, { ...claims, ...hashes })
      return recipient === undefined
        ? { [idTokenName]: jws }
        : recipient.encrypt(jws).then((jwe) => ({ [idTokenName]: jwe }))
    },
  }
}

function loginClaims({ authenticatedAt, nonce, acr, amr }: GrantContext, isFirst: boolean): JsonObject {
  return {
    auth_time: Math.floor(authenticatedAt / 1000),
    ...(nonce === undefined || !isFirst ? {} : { nonce }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
  }
}

/** Picks what the ID token says of the user: what was asked for one by one, what the client is registered for, or all. */
function claimsOfUser(
  { client, granted, rights, user }: Issuance,
  hasClaimsOfScopes: boolean,
  { scopeClaims }: ProductOptions,
): JsonObject {
  if (user === undefined) return {}
  const allowed = identityScopeOf(rights)
  const requested = [...requestedOf(granted).keys(), ...client.idTokenClaims]
  return selectClaims(user, { allowed, scope: hasClaimsOfScopes ? allowed : [], requested, scopeClaims })
}

function requestedOf({ context }: Granted): ReadonlyMap<string, ClaimRequest> {
  return fromStored(context?.claims).idToken
}
