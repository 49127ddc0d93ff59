import type { PasswordHasher } from '../accounts/ports.ts'
import type { Config } from '../config/read-config.ts'
import { createRegistrar } from '../management/clients/dynamic/create-registrar.ts'
import { readDynamicClientPolicy } from '../management/clients/dynamic/policy.ts'
import type { DynamicClientStore } from '../management/ports.ts'
import type { Seal } from '../oauth/client-authentication/sealed-secret.ts'
import type { Registration } from '../oauth/client-registrar.ts'
import type { Features } from '../oauth/features.ts'
import type { Documents, Images } from '../oauth/outbound.ts'
import type { Clock, Random } from '../oauth/ports.ts'

export interface RegistrationEnvironment {
  readonly store: DynamicClientStore
  readonly features: Features
  readonly documents: Documents
  readonly images: Pick<Images, 'find'>
  readonly hasher: PasswordHasher
  readonly secret: Seal
  readonly clock: Clock
  readonly random: Random
}

/** Creates dynamic client registration as configured. @throws ConfigError */
export function createRegistration(config: Config, environment: RegistrationEnvironment): Registration {
  const { secret } = environment
  const policy = readDynamicClientPolicy(config, environment.features)
  return {
    isClosed: config.registration === 'closed',
    needsInitialToken: config.registration === 'token',
    registrar: createRegistrar({ ...environment, policy, seal: secret.seal, open: secret.open }),
    insecureOptions: config.registration === 'closed' ? new Set() : policy.insecureOptions,
  }
}
