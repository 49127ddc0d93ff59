import { z } from 'zod'
import { contentEncryptionNames, keyEncryptionNames } from '../oauth/protected-responses/encryption-algorithms.ts'
import { signingAlgorithms } from '../oauth/signing-algorithms.ts'

const page = z.url({ protocol: /^https?$/ })
const uris = z.array(z.string().min(1).max(2000)).max(50)
const algorithm = (of: string) => z.string().min(1).max(50).optional().describe(of)

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ')
const [signing, keys, contents] = [list(signingAlgorithms), list(keyEncryptionNames), list(contentEncryptionNames)]

/** Members of a client beyond RFC 6749, with the names of RFC 7591, OpenID Connect Registration and Logout. */
export const openIdMembers = {
  logo_uri: page
    .optional()
    .describe(
      'The logo, shown at login and consent: a PNG, JPEG, GIF or WebP image of at most 100 kB. The server loads it once and serves it itself.',
    ),
  policy_uri: page.optional().describe('The privacy policy.'),
  tos_uri: page.optional().describe('The terms of service.'),
  contacts: z.array(z.string().min(1).max(320)).max(20).optional().describe('E-mail addresses of those responsible.'),
  software_id: z.string().min(1).max(200).optional().describe('Names the software of the client (RFC 7591 §2).'),
  software_version: z.string().min(1).max(200).optional().describe('The version of that software.'),
  jwks: z
    .object({ keys: z.array(z.record(z.string(), z.unknown())).max(20) })
    .optional()
    .describe('The client’s public keys (RFC 7517 §5), instead of `jwks_uri`.'),
  jwks_uri: z.string().min(1).max(2000).optional().describe('Where the client publishes its public keys.'),
  token_endpoint_auth_signing_alg: algorithm(
    'The algorithm of its client assertions. Default: any supported algorithm.',
  ),
  subject_type: z
    .enum(['public', 'pairwise'])
    .optional()
    .describe(
      '`pairwise`: the client’s sector sees an identifier of the user that no other sector sees. Default: `public`.',
    ),
  sector_identifier_uri: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('The URL of a JSON list of the redirect URIs of all clients of the sector (OIDC Core §8.1).'),
  id_token_signed_response_alg: algorithm(`The algorithm that signs ID tokens: ${signing}. Default: \`RS256\`.`),
  id_token_encrypted_response_alg: algorithm(
    `Encrypts ID tokens with the client’s public key: ${keys}. Default: not encrypted.`,
  ),
  id_token_encrypted_response_enc: algorithm(
    `The algorithm for the content of encrypted ID tokens: ${contents}. Default: \`A128CBC-HS256\`.`,
  ),
  userinfo_signed_response_alg: algorithm('The algorithm that signs userinfo responses. Default: plain JSON.'),
  userinfo_encrypted_response_alg: algorithm(
    'The same for userinfo responses. With a signing algorithm, the signed JWT is encrypted, else the plain JSON.',
  ),
  userinfo_encrypted_response_enc: algorithm('The algorithm for the content of encrypted userinfo responses.'),
  authorization_signed_response_alg: algorithm(
    'The algorithm that signs authorization responses (JARM). Default: `RS256`.',
  ),
  authorization_encrypted_response_alg: algorithm(
    'The same for signed authorization responses, which may then carry tokens in the query.',
  ),
  authorization_encrypted_response_enc: algorithm(
    'The algorithm for the content of encrypted authorization responses.',
  ),
  request_object_signing_alg: algorithm(
    'The only algorithm with which it may sign request objects. Default: any supported algorithm.',
  ),
  request_object_encryption_alg: algorithm(
    `The algorithm that encrypts the keys of its request objects: ${keys}. It may use another, or none.`,
  ),
  request_object_encryption_enc: algorithm(
    `The algorithm for the content of its encrypted request objects: ${contents}. It may use another.`,
  ),
  request_uris: uris
    .optional()
    .describe('The URLs of request objects that it may send as `request_uri` (OIDC Core §6.2).'),
  default_max_age: z
    .int()
    .min(0)
    .max(999_999_999)
    .optional()
    .describe('Seconds after which a login is too old, if a request has no `max_age`.'),
  require_auth_time: z.boolean().optional().describe('Whether ID tokens always have `auth_time`.'),
  default_acr_values: z
    .array(z.string().min(1).max(200))
    .max(20)
    .optional()
    .describe('The `acr` values that it prefers, if a request names none.'),
  initiate_login_uri: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe(
      'The https URL at which the client starts a login (OIDC Core §4). “My keys”, the page of an expired request and the page after a logout link to it, with `iss`.',
    ),
  post_logout_redirect_uris: uris
    .optional()
    .describe('The URIs to which the browser may return after logout; compared character by character.'),
  backchannel_logout_uri: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('Receives a logout token when a session ends in which the client got an ID token.'),
  backchannel_logout_session_required: z.boolean().optional().describe('Whether logout tokens must have `sid`.'),
  frontchannel_logout_uri: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('Loaded in a hidden frame after a logout; has the origin of a redirect URI.'),
  frontchannel_logout_session_required: z
    .boolean()
    .optional()
    .describe('Whether `iss` and `sid` are added to `frontchannel_logout_uri`.'),
}
