import { metadataUrls, toDescription } from '@valetkey/protocol'
import type { JSONWebKeySet } from 'jose'
import { createLocalJWKSet } from 'jose/jwks/local'
import type { AccessToken } from './access-token.ts'
import { type CachedDocument, cacheDocument } from './cached-document.ts'
import { type Fetched, fetchJson, UnexpectedResponseError } from './fetch-json.ts'
import { createLru, type Lru } from './lru.ts'
import { type Settings, urlFault } from './options.ts'
import { WrongSettingError } from './wrong-setting.ts'

/** One issuer's keys, with the tokens they verified: both are dropped together. */
export interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>
  readonly verified: Lru<string, AccessToken>
}

export interface Issuer {
  readonly identifier: string
  readonly keys: CachedDocument<KeySet>
  readonly endpoints: CachedDocument<Endpoints>
}

/** The URLs of an issuer that a guard may need. */
export interface Endpoints {
  readonly jwksUri: string | undefined
  readonly introspectionEndpoint: string | undefined
}

const mostVerified = 1_000

/** Nothing is fetched before a token needs it. */
export function createIssuer(identifier: string, settings: Settings): Issuer {
  const { now, onUnavailable, staleMs } = settings
  const endpoints = cacheDocument({ load: () => loadEndpoints(identifier, settings), staleMs, now, onUnavailable })
  const loadKeys = async () => {
    const { jwksUri } = await endpoints.get()
    if (jwksUri === undefined) throw new Error(`the metadata of ${identifier} has no jwks_uri`)
    const { body, lifetimeSeconds } = await fetchJson(settings.fetch, secure(jwksUri, identifier, settings))
    // createLocalJWKSet throws if it is not a key set.
    const find = createLocalJWKSet(body as unknown as JSONWebKeySet)
    return { value: { find, verified: createLru<string, AccessToken>(mostVerified) }, lifetimeSeconds }
  }
  return { identifier, endpoints, keys: cacheDocument({ load: loadKeys, staleMs, now, onUnavailable }) }
}

async function loadEndpoints(identifier: string, settings: Settings) {
  const { body, lifetimeSeconds } = await loadMetadata(identifier, settings)
  const { issuer, jwks_uri, introspection_endpoint } = body
  // An attacker who controls one document must not speak for another issuer (RFC 8414 §3.3).
  if (typeof issuer !== 'string') throw new Error(`the metadata of ${identifier} has no issuer`)
  if (issuer !== identifier) {
    throw new WrongSettingError(
      `issuer is ${identifier}, but its metadata has issuer ${toDescription(issuer)}: configure that one`,
    )
  }
  const value: Endpoints = {
    jwksUri: typeof jwks_uri === 'string' ? jwks_uri : undefined,
    introspectionEndpoint: typeof introspection_endpoint === 'string' ? introspection_endpoint : undefined,
  }
  return { value, lifetimeSeconds }
}

/**
 * Loads the metadata from the first well-known URL that has it (RFC 8414 §5).
 * @throws WrongSettingError if none has it: the configured issuer is then an ordinary web site
 */
async function loadMetadata(identifier: string, settings: Settings): Promise<Fetched> {
  const answers: string[] = []
  for (const url of metadataUrls(identifier)) {
    try {
      return await fetchJson(settings.fetch, url)
    } catch (error) {
      if (!(error instanceof UnexpectedResponseError && isElsewhere(error.status))) throw error
      answers.push(error.message)
    }
  }
  throw new WrongSettingError(
    `issuer is ${identifier}, which serves no authorization server metadata (${answers.join('; ')}): configure the issuer of your authorization server`,
  )
}

/** Whether a status means that the document is not here, and not that the server is busy or broken. */
function isElsewhere(status: number): boolean {
  return status < 500 && ![408, 425, 429].includes(status)
}

/** Returns a URL of the metadata after checking that it is https, unless the issuer is itself http (RFC 8414 §6.1, §6.2). */
export function secure(url: string, issuer: string, { allowHttp }: Settings): string {
  const isDowngrade = URL.parse(url)?.protocol === 'http:' && new URL(issuer).protocol === 'https:'
  const fault = isDowngrade ? `is plain http, and the issuer ${issuer} is https` : urlFault(url, allowHttp)
  if (fault) throw new Error(`${url} ${fault}`)
  return url
}
