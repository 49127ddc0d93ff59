import { metadataUrls } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { ClientError } from './client-error.ts'
import { toClientError } from './to-client-error.ts'

/**
 * Finds an issuer's metadata under the first well-known name that has it, and checks that it is this issuer's own
 * (RFC 8414 §3; OIDC Discovery §4).
 * @throws ClientError `network`, `unexpected`, or `mismatch` where the metadata belongs to another issuer
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
      // Another name on an unreachable host, or of an impostor, is no better; one that is not there may have a sibling.
      if (error.code !== 'unexpected') throw error
      failure ??= explain(error, issuer, url)
    }
  }
  throw failure ?? new ClientError('unexpected', `discovery: ${issuer} has no metadata`, { during: 'discovery' })
}

/** An ordinary web site answers with a page or 404: then it is `issuer` that is wrong, unless the server itself failed. */
function explain(error: ClientError, issuer: string, url: string): ClientError {
  const { during, status, cause } = error
  const advice = status !== undefined && status >= 500 ? '' : `: is ${issuer} the issuer of an authorization server?`
  return new ClientError('unexpected', `${error.message}, at ${url}${advice}`, { during, status, cause })
}

async function readMetadata(issuer: string, response: Response): Promise<oauth.AuthorizationServer> {
  if (response.status !== 200) await response.body?.cancel().catch(() => {})
  const named: { issuer?: unknown } =
    response.status === 200
      ? await response
          .clone()
          .json()
          .catch(() => ({}))
      : {}
  // Identical, character by character (RFC 8414 §3.3): oauth4webapi would let a trailing slash pass.
  if (typeof named.issuer === 'string' && named.issuer !== issuer) {
    throw new ClientError('mismatch', `discovery: asked for issuer ${issuer}, but its metadata says ${named.issuer}`, {
      during: 'discovery',
    })
  }
  return oauth.processDiscoveryResponse(new URL(issuer), response)
}
