import { type AuthorizationServerMetadata, codeChallengeMethods, metadataUrls, union } from '@valetkey/protocol'
import type { Api } from '../api.ts'
import type { ResponseMode } from '../authorization/response-mode.ts'
import type { ClientAuthenticationMethod } from '../client-authentication/method.ts'
import type { Grant } from '../grants/grant.ts'
import type { Dangers, OAuthStores } from '../ports.ts'
import type { Reply } from '../request.ts'
import { Unavailable } from '../unavailable.ts'

/** What the metadata tells of. */
export interface MetadataOptions {
  readonly issuer: string
  readonly grants: readonly Grant[]
  readonly responseModes: readonly ResponseMode[]
  readonly methods: readonly ClientAuthenticationMethod[]
  readonly stores: Pick<OAuthStores, 'listApis' | 'listDangers'>
}

const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }

/**
 * Lists the paths at which metadata is served: where clients look for it (RFC 8414 §3.1, §5; OIDC Discovery §4), the OAuth name
 * appended to an issuer's path as some do, and each with a slash at the end, which some frameworks add.
 */
export function metadataPaths(issuer: string): readonly string[] {
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const paths = [
    ...metadataUrls(issuer).map((url) => new URL(url).pathname),
    `${base}/.well-known/oauth-authorization-server`,
  ]
  return [...new Set(paths.flatMap((path) => [path, `${path}/`]))]
}

/**
 * Answers authorization server metadata (RFC 8414 §3); written anew only when what it tells of changes.
 * While the database does not answer, what was told last stands, so that clients that start find the issuer.
 */
export function metadataEndpoint(options: MetadataOptions): () => Promise<Reply> {
  let known: { readonly apis: readonly Api[]; readonly dangers: Dangers; readonly reply: Reply } | undefined
  return async () => {
    const { apis, dangers } = await readTold(options.stores).catch((error) => {
      if (known !== undefined && error instanceof Unavailable) return known
      throw error
    })
    if (known?.apis !== apis || known.dangers !== dangers) {
      known = { apis, dangers, reply: { status: 200, headers, body: JSON.stringify(describe(options, apis, dangers)) } }
    }
    return known.reply
  }
}

async function readTold(stores: MetadataOptions['stores']) {
  return { apis: await stores.listApis(), dangers: await stores.listDangers() }
}

function describe(options: MetadataOptions, apis: readonly Api[], dangers: Dangers): AuthorizationServerMetadata {
  const { issuer } = options
  const base = issuer.replace(/\/$/, '')
  const methods = options.methods.map((method) => method.name)
  const confidential = options.methods.filter((method) => method.isConfidential).map((method) => method.name)
  const served = options.grants.map((grant) => grant.type).filter((type) => type !== 'password' || dangers.password)
  const grantTypes = dangers.implicit ? [...served, 'implicit'] : served
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    scopes_supported: union(...apis.map((api) => api.scopes.map((scope) => scope.name)), ['offline_access']),
    response_types_supported: dangers.implicit ? ['code', 'token'] : ['code'],
    response_modes_supported: options.responseModes.map((mode) => mode.name),
    grant_types_supported: grantTypes,
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint: `${base}/revoke`,
    revocation_endpoint_auth_methods_supported: methods,
    introspection_endpoint: `${base}/introspect`,
    introspection_endpoint_auth_methods_supported: confidential,
    code_challenge_methods_supported: codeChallengeMethods,
    authorization_response_iss_parameter_supported: true,
  }
}
