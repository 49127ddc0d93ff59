import { type ProtectedResourceMetadata, protectedResourceMetadataUrl } from '@valetkey/protocol'
import type { Settings } from './options.ts'

/** Describes an API to clients that do not know it yet. */
export interface ResourceDescription {
  /** The API's identifier; the guard's first audience by default. */
  readonly resource?: string
  /** The scopes that a client may need. */
  readonly scopes?: readonly string[]
  /** The API's name, shown to users. */
  readonly name?: string
}

/** The metadata document of the API, and where to serve it (RFC 9728 §2, §3). */
export interface ResourceMetadata {
  readonly document: ProtectedResourceMetadata
  /** The URL at which clients look for it (RFC 9728 §3.1). */
  readonly url: string
  /** The path of `url`, for the route of the handler. */
  readonly path: string
}

/**
 * Describes an API in the form of RFC 9728.
 * @throws TypeError if the API's identifier is not an http or https URL
 */
export function describeResource(
  { resource, scopes, name }: ResourceDescription & { readonly resource: string },
  { issuers, schemes }: Pick<Settings, 'issuers' | 'schemes'>,
): ResourceMetadata {
  if (!URL.canParse(resource) || !/^https?:$/.test(new URL(resource).protocol)) {
    throw new TypeError(
      `resource: ${resource} is not an http or https URL, so no metadata URL can be derived from it (RFC 9728 §3)`,
    )
  }
  const url = protectedResourceMetadataUrl(resource)
  const document = {
    resource,
    authorization_servers: issuers,
    ...(scopes ? { scopes_supported: scopes } : {}),
    ...Object.assign({}, ...schemes.map(({ metadata }) => metadata)),
    ...(name === undefined ? {} : { resource_name: name }),
  }
  return { document, url, path: new URL(url).pathname }
}

/** Lets every cache keep the document, and browsers of any origin read it. */
export const documentHeaders = {
  'content-type': 'application/json',
  'cache-control': 'public, max-age=3600',
  'access-control-allow-origin': '*',
} as const
