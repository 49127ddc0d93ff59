import { type AuthorizationServerMetadata, codeChallengeMethods, metadataUrls, union } from '@valetkey/protocol'
import type { Api } from '../api.ts'
import { acrValues } from '../authentication-contexts.ts'
import { requestResolvers } from '../authorization/resolve/index.ts'
import type { Features } from '../features.ts'
import { offlineAccess } from '../identity-scopes.ts'
import type { InsecureOption, InsecureOptions, OAuthStores } from '../ports.ts'
import { describeProtection, protectedResponses } from '../protected-responses/protected-response.ts'
import type { Reply } from '../request.ts'
import type { Route } from '../router.ts'
import { Unavailable } from '../unavailable.ts'

export interface MetadataOptions {
  readonly issuer: string
  /** All routes of the server: those that have a metadata member are listed. */
  readonly routes: readonly Route[]
  readonly features: Features
  /** The languages of the pages. */
  readonly locales: readonly string[]
  /** The insecure options that a client may have that registers now. */
  readonly openedOptions: InsecureOptions
  readonly stores: Pick<OAuthStores, 'listApis' | 'findInsecureOptions'>
}

/** The metadata documents of a server. */
export interface Metadata {
  readonly routes: readonly Route[]
  /** Reads what the documents state, so that they can be served even if the database stops later. */
  prepare(): Promise<void>
}

const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }

/**
 * Lists the paths at which metadata is served: where clients look for it (RFC 8414 §3.1, §5; OIDC Discovery §4), the OAuth name
 * appended to an issuer's path as some do, and each with a slash at the end, which some frameworks add.
 */
function metadataPaths(issuer: string): readonly string[] {
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const paths = [
    ...metadataUrls(issuer).map((url) => new URL(url).pathname),
    `${base}/.well-known/oauth-authorization-server`,
  ]
  return [...new Set(paths.flatMap((path) => [path, `${path}/`]))]
}

/** Describes the server to clients (RFC 8414 §3), at each path where they look. */
export function createMetadata(options: MetadataOptions): Metadata {
  const respond = metadataEndpoint(options)
  return {
    routes: metadataPaths(options.issuer).map((path) => ({
      path,
      at: 'host',
      methods: { GET: respond },
      errors: 'json',
      cors: true,
    })),
    async prepare() {
      await respond()
    },
  }
}

/**
 * Serves the document, and writes it again only after a change of what it states. While the database is unavailable the
 * last one is served, so that clients that start find the issuer.
 */
function metadataEndpoint(options: MetadataOptions): () => Promise<Reply> {
  const endpoints = describeEndpoints(options)
  const deciding = decidingOptions(options.features)
  let known: (Stored & { readonly reply: Reply }) | undefined
  return async () => {
    const stored = await readStored(options, deciding).catch((error) => {
      if (known !== undefined && error instanceof Unavailable) return known
      throw error
    })
    if (known?.apis !== stored.apis || known.allowed !== stored.allowed) {
      const body = JSON.stringify({ ...describe(options, stored), ...endpoints })
      known = { ...stored, reply: { status: 200, headers, body } }
    }
    return known.reply
  }
}

/** What the document depends on. */
interface Stored {
  readonly apis: readonly Api[]
  /** The insecure options that some client is allowed. */
  readonly allowed: InsecureOptions
}

async function readStored({ stores }: MetadataOptions, deciding: readonly InsecureOption[]): Promise<Stored> {
  return { apis: await stores.listApis(), allowed: await stores.findInsecureOptions(deciding) }
}

/** Lists the insecure options that decide whether something is listed. */
function decidingOptions({ grantTypes, responseTypes, insecureOptions }: Features): readonly InsecureOption[] {
  const needed = new Set([...grantTypes, ...responseTypes].map((one) => one.insecureOption))
  return insecureOptions.filter((one) => needed.has(one))
}

/** The pages fit every screen, so that these values of `display` change nothing (OIDC Core §3.1.2.1). */
const displayValues: readonly string[] = ['page', 'popup', 'touch']

function describe(
  { issuer, features, locales, openedOptions }: MetadataOptions,
  { apis, allowed }: Stored,
): AuthorizationServerMetadata {
  // What needs an insecure option is listed while some client has it, or may get it by registering.
  const isListed = (one: { readonly insecureOption?: InsecureOption | undefined }) =>
    one.insecureOption === undefined ||
    allowed.has(one.insecureOption.option) ||
    openedOptions.has(one.insecureOption.option)
  return {
    issuer,
    scopes_supported: union(features.identityScopes, ...apis.map((api) => api.scopes.map((scope) => scope.name)), [
      offlineAccess,
    ]),
    response_types_supported: features.responseTypes.filter(isListed).map((type) => type.name),
    response_modes_supported: features.responseModes.map((mode) => mode.name),
    grant_types_supported: features.grantTypes.filter(isListed).map((type) => type.name),
    code_challenge_methods_supported: codeChallengeMethods,
    acr_values_supported: acrValues,
    prompt_values_supported: features.promptValues,
    display_values_supported: displayValues,
    ui_locales_supported: locales,
    authorization_response_iss_parameter_supported: true,
    ...Object.assign({}, ...requestResolvers.map((resolver) => resolver.metadata)),
    ...describeOpenId(features),
    ...Object.assign({}, ...protectedResponses.map(describeProtection)),
  }
}

/** What OpenID Connect Discovery §3 adds. */
function describeOpenId({ scopeClaims }: Features): Readonly<Record<string, unknown>> {
  return {
    subject_types_supported: ['public', 'pairwise'],
    claim_types_supported: ['normal'],
    claims_supported: union(protocolClaims, ...Object.values(scopeClaims)),
    claims_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  }
}

/** The claims of an ID token that are about the login (OIDC Core §2). */
const protocolClaims = ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'azp', 'sid']

function describeEndpoints({ issuer, routes }: MetadataOptions): Readonly<Record<string, unknown>> {
  const roots = { issuer: issuer.replace(/\/$/, ''), host: new URL(issuer).origin }
  return Object.fromEntries(
    routes.flatMap(({ path, at = 'issuer', metadata }) => {
      if (metadata === undefined) return []
      const { member, authenticationMethods, authenticationAlgorithms = [] } = metadata
      const members: [string, unknown][] = [[member, roots[at] + path]]
      if (authenticationMethods !== undefined) members.push([`${member}_auth_methods_supported`, authenticationMethods])
      if (authenticationAlgorithms.length > 0) {
        members.push([`${member}_auth_signing_alg_values_supported`, authenticationAlgorithms])
      }
      return members
    }),
  )
}
