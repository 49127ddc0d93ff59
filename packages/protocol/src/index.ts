export type { Attempts } from './attempts.ts'
export { type BasicCredentials, formatBasicCredentials, parseBasicCredentials } from './basic-credentials.ts'
export { type Challenge, formatChallenge, parseChallenges } from './challenge.ts'
export {
  type AuthorizationErrorCode,
  type ErrorCodeRow,
  type ErrorEndpoint,
  errorCodes,
  maySend,
  OAuthError,
  type OAuthErrorCode,
  type OAuthErrorOptions,
  type ResourceErrorCode,
  type TokenErrorCode,
  toDescription,
} from './errors.ts'
export { explainFetchFailure } from './fetch-failure.ts'
export type { Instant } from './instant.ts'
export { issuerFault } from './issuer-fault.ts'
export { type AccessTokenClaims, accessTokenType, isAudience, readAccessTokenClaims } from './jwt/access-token.ts'
export {
  type ExpectedJwt,
  type JwtClaims,
  type PublishedKeys,
  type VerifiedJwt,
  verifySignedJwt,
} from './jwt/verify-jwt.ts'
export {
  type AuthorizationServerMetadata,
  type ClientMetadata,
  type IntrospectionResponse,
  metadataUrls,
  type ProtectedResourceMetadata,
  protectedResourceMetadataUrl,
  type TokenResponse,
  wellKnownNames,
} from './metadata.ts'
export {
  isParameterText,
  type Parameters,
  parameter,
  parseParameters,
  type Read,
  type Reading,
  readParameters,
  refuseRepeated,
  splitParameters,
} from './parameters.ts'
export { codeChallengeMethods, isCodeChallenge, isCodeVerifier } from './pkce.ts'
export {
  explainRedirectUri,
  isLoopback,
  matchRedirectUri,
  type RedirectUriChoices,
  type RedirectUriDifference,
  type RedirectUriFault,
  redirectUriFault,
  redirectUriWarning,
} from './redirect-uri.ts'
export { isSameResource, normalizeResource } from './resource.ts'
export { formatScope, intersect, isWithin, parseScope, type Scope, subtract, union } from './scope.ts'
export { unknownOptionFault } from './unknown-option.ts'
