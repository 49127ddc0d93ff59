import { type ClientMetadata, formatScope } from '@valetkey/protocol'
import { findClient } from '../../management/clients/find-client.ts'
import type { Source } from '../../management/ports.ts'
import { toClient } from '../../oauth/client.ts'
import { isSealedSecret } from '../../oauth/client-authentication/sealed-secret.ts'
import { standardFeatures } from '../../oauth/features.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** Shows a registration with its defaults, without the secret. @throws ManagementError */
export async function showClient(id: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const { registration, secretHash, source } = await findClient(id, provisioning)
    const client = toClient(registration, secretHash, standardFeatures)
    const text = toFacts([
      ['client_id', client.id],
      ['client_name', client.name],
      ['client_uri', client.uri],
      ['authentication', client.authenticationMethod],
      ['secret', describeHash(secretHash)],
      ['keys', describeKeys(client.metadata)],
      ['type', client.applicationType],
      ['redirect_uris', client.redirectUris.join(' ')],
      ['grant_types', client.grantTypes.join(' ')],
      ['response_types', client.responseTypes.join(' ')],
      ['response_modes', client.responseModes.join(' ')],
      ['scope', client.apis === undefined ? formatScope(client.scope) : undefined],
      ...(client.apis ?? []).map((one) => [`at ${one.identifier}`, formatScope(one.scope)] as const),
      ['http redirects', registration.dangerously_allow_http_redirects ? 'allowed in private networks' : undefined],
      ['dangerously', [...client.insecureOptions].join(' ')],
      ['state', client.disabled ? 'disabled' : 'active'],
      ['from', describeSource(source)],
    ])
    return { text, data: { ...registration, has_secret: secretHash !== undefined, source } }
  })
}

function describeKeys({ jwks, jwks_uri }: ClientMetadata): string | undefined {
  return jwks === undefined ? jwks_uri : `${jwks.keys.length} registered`
}

function describeSource(source: Source): string {
  if (source === 'registration') return 'dynamic registration: nobody has verified who runs it'
  return source === 'file' ? 'a configuration file' : 'the command line'
}

function describeHash(hash: string | undefined): string | undefined {
  if (hash === undefined) return undefined
  if (isSealedSecret(hash)) return 'stored encrypted, since its authentication method needs it'
  return hash.startsWith('sha256:') ? 'stored as a SHA-256 hash of 256 random bits' : 'stored as an argon2id hash'
}
