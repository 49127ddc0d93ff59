import { type ProtectedResourceMetadata, protectedResourceMetadataUrl } from '@valetkey/protocol'

/** Describes an API to clients that do not know it yet. */
export interface ResourceDescription {
  /** The API's identifier; the guard's first audience by default. */
  readonly resource?: string
  /** The scopes that a client may need. */
  readonly scopes?: readonly string[]
  /** The API's name, for people. */
  readonly name?: string
}

/** Holds a protected resource metadata document and the place where clients look for it. */
export interface ResourceMetadata {
  readonly document: ProtectedResourceMetadata
  /** Where clients look for it (RFC 9728 §3.1). */
  readonly url: string
  /** The path of that URL, to route by. */
  readonly path: string
}

/**
 * Describes an API in the form of RFC 9728.
 * @throws TypeError where the API's identifier is not an http or https URL
 */
export function describeResource(
  { resource, scopes, name }: ResourceDescription & { readonly resource: string },
  issuers: readonly string[],
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
    bearer_methods_supported: ['header'],
    ...(name === undefined ? {} : { resource_name: name }),
  }
  return { document, url, path: new URL(url).pathname }
}

/** Holds the headers with which the document is served: public, for browsers of any origin too. */
export const documentHeaders = {
  'content-type': 'application/json',
  'cache-control': 'public, max-age=3600',
  'access-control-allow-origin': '*',
} as const
