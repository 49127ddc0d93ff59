/** The claims of an access token that follow from its issuance (RFC 9068 §2.2, RFC 7519 §4.1). */
export const issuedClaims: readonly string[] = [
  'iss',
  'sub',
  'aud',
  'client_id',
  'iat',
  'exp',
  'nbf',
  'jti',
  'scope',
  'auth_time',
]
