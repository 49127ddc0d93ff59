import { metadataUrls, toDescription } from '@valetkey/protocol'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import type { AccessToken } from './access-token.ts'
import { type Fetched, fetchJson, UnexpectedAnswerError } from './fetch-json.ts'
import { type KeptDocument, keepDocument } from './kept-document.ts'
import { createLru, type Lru } from './lru.ts'
import { type Settings, urlFault } from './options.ts'
import { WrongSettingError } from './wrong-setting.ts'

/** Holds one issuer's keys, with the tokens they verified: those are forgotten with the keys. */
export interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>
  readonly verified: Lru<string, AccessToken>
}

/** Holds what the guard knows of one authorization server. */
export interface Issuer {
  readonly identifier: string
  readonly keys: KeptDocument<KeySet>
  readonly endpoints: KeptDocument<Endpoints>
}

/** Holds the URLs of an issuer that a guard may need. */
export interface Endpoints {
  readonly jwksUri: string | undefined
  readonly introspectionEndpoint: string | undefined
}

const mostVerified = 1_000

/** Creates the memory of one issuer; nothing is fetched before a token needs it. */
export function createIssuer(identifier: string, settings: Settings): Issuer {
  const { now, onUnavailable, allowHttp } = settings
  const endpoints = keepDocument({ load: () => loadEndpoints(identifier, settings), now, onUnavailable })
  const loadKeys = async () => {
    const { jwksUri } = await endpoints.get()
    if (jwksUri === undefined) throw new Error(`the metadata of ${identifier} has no jwks_uri`)
    const { body, lifetimeSeconds } = await fetchJson(settings.fetch, secure(jwksUri, allowHttp))
    // createLocalJWKSet checks the form and throws where it is not a key set.
    const find = createLocalJWKSet(body as unknown as JSONWebKeySet)
    return { value: { find, verified: createLru<string, AccessToken>(mostVerified) }, lifetimeSeconds }
  }
  return { identifier, endpoints, keys: keepDocument({ load: loadKeys, now, onUnavailable }) }
}

async function loadEndpoints(identifier: string, settings: Settings) {
  const { body, lifetimeSeconds } = await loadMetadata(identifier, settings)
  const { issuer, jwks_uri, introspection_endpoint } = body
  // An attacker who controls one document must not speak for another issuer (RFC 8414 §3.3).
  if (typeof issuer !== 'string') throw new Error(`the metadata of ${identifier} names no issuer`)
  if (issuer !== identifier) {
    throw new WrongSettingError(`issuer is ${identifier} but its metadata says ${toDescription(issuer)}: write that`)
  }
  const value: Endpoints = {
    jwksUri: typeof jwks_uri === 'string' ? jwks_uri : undefined,
    introspectionEndpoint: typeof introspection_endpoint === 'string' ? introspection_endpoint : undefined,
  }
  return { value, lifetimeSeconds }
}

/** Loads the metadata from the first well-known URL that has it; only a 4xx means "look elsewhere" (RFC 8414 §5). */
async function loadMetadata(identifier: string, settings: Settings): Promise<Fetched> {
  let missing: unknown
  for (const url of metadataUrls(identifier)) {
    try {
      return await fetchJson(settings.fetch, url)
    } catch (error) {
      if (!(error instanceof UnexpectedAnswerError && error.status >= 400 && error.status < 500)) throw error
      missing = error
    }
  }
  throw missing
}

/** Answers a URL that the issuer named, once it is known to be fit (RFC 8414 §6.2). */
export function secure(url: string, allowHttp: boolean): string {
  const fault = urlFault(url, allowHttp)
  if (fault) throw new Error(`${url} ${fault}`)
  return url
}
