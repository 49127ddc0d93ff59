import type { Scope } from '@valetkey/protocol'
import type { ApiConfig, ClientConfig } from '../../config/schema.ts'
import { isOfServer } from '../../oauth/identity-scopes.ts'
import { defaultAccessTokenAlgorithm } from '../../oauth/signing-algorithms.ts'

/**
 * Returns the API that a file without any implies: the issuer itself, with the scopes that its clients name,
 * so that a first configuration with clients alone issues tokens (RFC 9068 §3: the audience is then the default resource);
 * undefined if they name none. Clients of other files count, too: it is one API for all, whichever file is applied.
 */
export function impliedApi(
  clients: readonly Scoped[],
  { issuer, identityScopes }: { readonly issuer: string; readonly identityScopes: Scope },
  others: readonly Scoped[] = [],
): ApiConfig | undefined {
  const names = new Set(
    [...clients, ...others]
      .flatMap((client) => client.scope?.split(' ') ?? [])
      .filter((name) => name !== '' && !isOfServer(name, identityScopes)),
  )
  if (names.size === 0) return undefined
  return {
    identifier: issuer,
    name: new URL(issuer).hostname,
    tokenFormat: 'jwt',
    tokenSigningAlg: defaultAccessTokenAlgorithm,
    scopes: (others.length === 0 ? [...names] : [...names].sort()).map((name) => ({ name, description: '' })),
    introspectedBy: [],
  }
}

type Scoped = Pick<ClientConfig, 'scope'>
