import { issuedClaims } from '../tokens/issued-claims.ts'

/**
 * Names that are never a user's claim: they say who issued a token, to whom and how, or are members of introspection and
 * userinfo responses (RFC 7519 §4.1, RFC 7662 §2.2, RFC 7800 §3.1, RFC 8693 §4.1, OIDC Core §2, §5.6.2).
 */
const protocolClaims: ReadonlySet<string> = new Set([
  ...issuedClaims,
  'nonce',
  'acr',
  'amr',
  'azp',
  'sid',
  'at_hash',
  'c_hash',
  's_hash',
  'cnf',
  'act',
  'may_act',
  'active',
  'token_type',
  'username',
  'events',
  'sub_jwk',
  'authorization_details',
  '_claim_names',
  '_claim_sources',
])

/** Checks whether a claim belongs to the protocol, so that no account, API or scope may use the name. */
export function isProtocolClaim(name: string): boolean {
  return protocolClaims.has(name)
}
