import { accessTokenType, formatScope } from '@valetkey/protocol'
import { contextClaims, type JsonObject, withoutNonce } from '../grant-context.ts'
import { makeDatedId, makeDatedSecret } from '../hash.ts'
import { subjectOf } from '../openid/subject.ts'
import type { GrantStores } from '../ports.ts'
import { scopeOf } from '../rights.ts'
import type { SigningAlgorithm } from '../signing-algorithms.ts'
import { claimsForApis, pickClaims } from './api-claims.ts'
import { audienceOf } from './audience.ts'
import { refuseReserved } from './extra-members.ts'
import { issuedClaims } from './issued-claims.ts'
import type { Issuance, ProductOptions, TokenProduct } from './product.ts'

/** An access token that was written: an opaque one, or the claims of a JWT that is signed when it is sent. */
interface WrittenAccessToken {
  readonly token: string | { readonly algorithm: SigningAlgorithm; readonly claims: JsonObject }
  readonly expiresIn: number
  readonly scope: string
}

/** The claims that a grant cannot add: they follow from the issuance (RFC 9068 §2.2) and its context. */
const reservedClaims: ReadonlySet<string> = new Set([...issuedClaims, 'acr', 'amr', 'cnf'])

/** Issues an access token (RFC 6749 §1.4): a JWT (RFC 9068), or an opaque one where an API asks for it. */
export const accessTokenProduct: TokenProduct<WrittenAccessToken> = {
  name: 'access_token',
  members: ['access_token', 'token_type', 'expires_in', 'scope'],
  isWanted: () => true,
  needsUser: ({ rights, apis }) => claimsForApis(rights, apis).length > 0,
  write(issuance, stores, options) {
    const { rights, now, expiresAt, format, granted } = issuance
    refuseReserved(granted.claims, reservedClaims, 'claim')
    const scope = formatScope(scopeOf(rights))
    const expiresIn = Math.floor((expiresAt - now) / 1000)
    if (format.name === 'opaque') return writeOpaque(issuance, stores, options, { expiresIn, scope })
    return { token: { algorithm: format.algorithm, claims: claimsOf(issuance, scope, options) }, expiresIn, scope }
  },
  respond: ({ token, expiresIn, scope }, { keys }) => ({
    access_token: typeof token === 'string' ? token : keys.sign(token.algorithm, accessTokenType, token.claims),
    token_type: 'Bearer',
    expires_in: expiresIn,
    ...(scope === '' ? {} : { scope }),
  }),
}

async function writeOpaque(
  issuance: Issuance,
  stores: GrantStores,
  { random }: ProductOptions,
  response: Pick<WrittenAccessToken, 'expiresIn' | 'scope'>,
): Promise<WrittenAccessToken> {
  const { client, granted, authorization, family, rights, now, expiresAt } = issuance
  const { secret, hash } = makeDatedSecret('access_token', now, random)
  await stores.addAccessToken({
    hash,
    id: random(16),
    clientId: client.id,
    accountId: granted.accountId,
    authorizationId: authorization?.id,
    familyId: family?.id,
    rights,
    issuedAt: now,
    expiresAt,
    context: granted.context && withoutNonce(granted.context),
    claims: addedClaims(issuance),
  })
  return { token: secret, ...response }
}

/** The claims of the user that APIs and scopes declare, and those that the grant adds. */
function addedClaims({ granted, rights, apis, user }: Issuance): JsonObject | undefined {
  return user === undefined ? granted.claims : { ...pickClaims(user, claimsForApis(rights, apis)), ...granted.claims }
}

function claimsOf(issuance: Issuance, scope: string, { issuer, keys, random }: ProductOptions): JsonObject {
  const { client, apis, granted, family, rights, now, expiresAt } = issuance
  return {
    iss: issuer,
    sub: granted.accountId === undefined ? client.id : subjectOf(granted.accountId, client, keys),
    aud: audienceOf(rights, { issuer, apis }),
    client_id: client.id,
    iat: Math.floor(now / 1000),
    exp: Math.floor(expiresAt / 1000),
    // The family's id comes first, so that introspection finds it; else the moment, which `iat` gives in seconds only.
    jti: family === undefined ? makeDatedId(now, random) : `${family.id}.${random(8)}`,
    ...(scope === '' ? {} : { scope }),
    ...(granted.context && contextClaims(granted.context)),
    ...addedClaims(issuance),
  }
}
