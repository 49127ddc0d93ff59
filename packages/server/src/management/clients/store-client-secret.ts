import type { PasswordHasher } from '../../accounts/ports.ts'
import { type ClientRegistration, toClient } from '../../oauth/client.ts'
import { hashGeneratedSecret } from '../../oauth/client-authentication/client-secrets.ts'
import { isRandomSecret } from '../../oauth/client-authentication/random-secret.ts'
import { type Seal, sealClientSecret } from '../../oauth/client-authentication/sealed-secret.ts'
import type { Features } from '../../oauth/features.ts'

/** What turns a client's secret into what is stored of it. */
export interface SecretStorage {
  readonly features: Features
  readonly hasher: Pick<PasswordHasher, 'hash'>
  /** Encrypts under the server's secret. */
  readonly seal: Seal['seal']
}

/** Whether the secret of a client has to be stored encrypted, because its method needs the secret itself. */
export function keepsSecret(registration: ClientRegistration, features: Features): boolean {
  const { authenticationMethod: name } = toClient(registration, 'some', features)
  return features.clientAuthenticationMethods.find((one) => one.name === name)?.keepsSecret ?? false
}

/**
 * Returns what is stored of a client's secret: a fast hash of one of 256 random bits, a slow hash of any other, and the encrypted
 * secret only for a client whose method needs it.
 */
export async function storeClientSecret(
  registration: ClientRegistration,
  secret: string,
  { features, hasher, seal }: SecretStorage,
): Promise<string> {
  if (keepsSecret(registration, features)) return sealClientSecret(registration.client_id, secret, { seal })
  return isRandomSecret(secret) ? hashGeneratedSecret(secret) : hasher.hash(secret)
}
