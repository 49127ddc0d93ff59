import { metadataUrls } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { ClientError } from './client-error.ts'
import { toClientError } from './to-client-error.ts'

/**
 * Loads an issuer's metadata from the first well-known URL that has it, and checks that it belongs to this issuer
 * (RFC 8414 §3; OIDC Discovery §4).
 * @throws ClientError `network`, `unexpected`, or `mismatch` if the metadata belongs to another issuer
 */
export async function discover(issuer: string, fetch: typeof globalThis.fetch): Promise<oauth.AuthorizationServer> {
  let failure: ClientError | undefined
  for (const url of metadataUrls(issuer)) {
    try {
      return await readMetadata(
        issuer,
        await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' }),
      )
    } catch (thrown) {
      const error = await toClientError(thrown, 'discovery')
      // Only a missing document is worth trying under the other name: not an unreachable host, and not metadata of another issuer.
      if (error.code !== 'unexpected') throw error
      failure ??= explain(error, issuer, url)
    }
  }
  throw failure ?? new ClientError('unexpected', `discovery: ${issuer} has no metadata`, { during: 'discovery' })
}

/** An ordinary web site responds with a page or 404: then `issuer` is wrong, unless the server itself failed. */
function explain(error: ClientError, issuer: string, url: string): ClientError {
  const { during, status, cause } = error
  const advice = status !== undefined && status >= 500 ? '' : `: is ${issuer} the issuer of an authorization server?`
  return new ClientError('unexpected', `${error.message}, at ${url}${advice}`, { during, status, cause })
}

async function readMetadata(issuer: string, response: Response): Promise<oauth.AuthorizationServer> {
  if (response.status !== 200) await response.body?.cancel().catch(() => {})
  const named: { issuer?: unknown } | null =
    response.status === 200
      ? await response
          .clone()
          .json()
          .catch(() => null)
      : null
  // Identical, character by character (RFC 8414 §3.3): oauth4webapi would accept a trailing slash.
  if (typeof named?.issuer === 'string' && named.issuer !== issuer) {
    throw new ClientError(
      'mismatch',
      `discovery: asked for issuer ${issuer}, but its metadata has issuer ${named.issuer.slice(0, 200)}`,
      {
        during: 'discovery',
      },
    )
  }
  return oauth.processDiscoveryResponse(new URL(issuer), response)
}
