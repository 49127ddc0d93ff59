import type { Client } from '../../client.ts'
import { encryptionOf, signingAlgorithmFor } from '../../protected-responses/protected-response.ts'
import type { Unavailable } from '../../unavailable.ts'
import { formPost } from './form-post.ts'
import { fragment } from './fragment.ts'
import { query } from './query.ts'
import type { AuthorizationResponse, Fields, ResponseMode } from './response-mode.ts'

/** How long a client may take to verify a response, in seconds; JARM §2.1 recommends ten minutes at most. */
const lifetime = 300

/** A token in a URL can be read from logs and histories, unless only the client can decrypt it (JARM §2.3.1). */
const isUnreadable = (client: Client) => encryptionOf(client, 'authorization') !== undefined

/** The response in the query, as one signed JWT (JARM §2.3.1). */
export const queryJwt: ResponseMode = signed('query.jwt', () => query, isUnreadable)

/** The same in the fragment (JARM §2.3.2). */
export const fragmentJwt: ResponseMode = signed('fragment.jwt', () => fragment)

/** The same in a form that the browser posts (JARM §2.3.3). */
export const formPostJwt: ResponseMode = signed('form_post.jwt', () => formPost)

/** Carries the JWT as the response type would carry the response: in the query or in the fragment (JARM §2.3.4). */
export const jwt: ResponseMode = signed('jwt', ({ defaultMode }) => defaultMode)

function signed(
  name: string,
  carrierOf: (response: AuthorizationResponse) => ResponseMode,
  fitForTokens: ResponseMode['fitForTokens'] = true,
): ResponseMode {
  return {
    name,
    fitForTokens,
    deliver: async (response) =>
      carrierOf(response).deliver({ ...response, fields: [['response', await toJwt(response)]] }),
  }
}

/**
 * Signs all parameters of the response (JARM §2.1), and encrypts them if the client is registered for that (§2.2). Without a
 * key of the client to encrypt with it gets an error instead, which is signed only: it has nothing to hide.
 */
async function toJwt({ fields, client, issuer, keys, encryption, now }: AuthorizationResponse): Promise<string> {
  const sign = (parameters: Fields) =>
    keys.sign(signingAlgorithmFor(client, 'authorization'), undefined, {
      ...Object.fromEntries(parameters),
      iss: issuer,
      aud: client.id,
      exp: Math.floor(now / 1000) + lifetime,
    })
  const recipient = await encryption.recipient(client, 'authorization')
  if (recipient === undefined) return sign(fields)
  return recipient.fault === undefined ? recipient.encrypt(sign(fields)) : sign(toError(fields, recipient.fault))
}

/** Keeps an error, and replaces what must not be read by others. */
function toError(fields: Fields, { message }: Unavailable): Fields {
  if (fields.some(([name]) => name === 'error')) return fields
  return [
    ['error', 'temporarily_unavailable'],
    ['error_description', message],
    ...fields.filter(([name]) => name === 'state'),
  ]
}
