import type { FileConfig } from '../config/schema.ts'

/**
 * Adds the API that a file without any implies: the issuer itself, with the scopes that its clients name,
 * so that a first configuration of clients alone gives tokens (RFC 9068 §3: the audience is then the default resource).
 */
export function withImpliedApi<F extends Pick<FileConfig, 'apis' | 'clients'>>(file: F, issuer: string): F {
  const names = new Set(file.clients.flatMap((client) => client.scope?.split(' ') ?? []).filter((name) => name !== ''))
  names.delete('offline_access')
  if (file.apis.length > 0 || names.size === 0) return file
  const api: FileConfig['apis'][number] = {
    identifier: issuer,
    name: new URL(issuer).hostname,
    tokenFormat: 'jwt',
    tokenSigningAlg: 'ES256',
    scopes: [...names].map((name) => ({ name, description: '' })),
    introspectedBy: [],
  }
  return { ...file, apis: [api] }
}
