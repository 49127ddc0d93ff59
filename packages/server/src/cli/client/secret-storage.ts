import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import type { SecretStorage } from '../../management/clients/store-client-secret.ts'
import { standardFeatures } from '../../oauth/features.ts'
import type { ServerSecret } from '../../secrets/server-secret.ts'

/** Stores secrets of clients; the server's secret is read only for those that are encrypted. */
export function secretStorage(secret: () => ServerSecret): SecretStorage {
  return { features: standardFeatures, hasher: createPasswordHasher(), seal: (text) => secret().seal(text) }
}
