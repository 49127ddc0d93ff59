import type { Client } from '../client.ts'
import type { JsonObject } from '../grant-context.ts'
import type { Keys } from '../ports.ts'
import { jsonReply, type Reply } from '../request.ts'
import type { Encryption } from './encryption.ts'
import { registeredAlgorithm } from './protected-response.ts'

export interface UserinfoResponseOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'sign'>
  readonly encryption: Encryption
}

/**
 * Writes a UserInfo response as the client is registered for it: JSON, a signed JWT with `iss` and `aud`, or either encrypted
 * (OIDC Core §5.3.2).
 * @throws Unavailable if the client's key for encryption was not found
 */
export async function userinfoResponse(
  claims: JsonObject,
  client: Client,
  { issuer, keys, encryption }: UserinfoResponseOptions,
): Promise<Reply> {
  const algorithm = registeredAlgorithm(client, 'userinfo')
  const recipient = await encryption.recipient(client, 'userinfo')
  if (algorithm === undefined && recipient === undefined) return jsonReply(200, claims)
  const isJwt = algorithm !== undefined
  const content = isJwt
    ? keys.sign(algorithm, undefined, { ...claims, iss: issuer, aud: client.id })
    : JSON.stringify(claims)
  const body = recipient === undefined ? content : await recipient.encrypt(content, { isJwt })
  return { ...jsonReply(200, undefined, { 'content-type': 'application/jwt' }), body }
}
