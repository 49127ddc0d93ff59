import { splitParameters } from '@valetkey/protocol'
import { type AuthorizationRequest, type CheckRequestOptions, checkRequest } from './check-request.ts'
import { toRedirectError, UntrustedRecipient } from './errors.ts'
import { findRecipient } from './recipient.ts'
import { resolveRequest } from './resolve/resolve-request.ts'
import { type ResolveServices, UnresolvedRequest } from './resolve/resolver.ts'

export type ReadRequestOptions = CheckRequestOptions & ResolveServices

/**
 * Resolves and checks a request as sent: the query, or the body of a POST.
 * @throws OAuthError before the redirect URI is known to be the client's own, RedirectError after
 */
export async function readRequest(text: string, options: ReadRequestOptions): Promise<AuthorizationRequest> {
  const sent = splitParameters(text)
  try {
    return await checkRequest(await resolveRequest(sent, options), options)
  } catch (cause) {
    throw cause instanceof UnresolvedRequest ? await toRecipient(cause, options) : cause
  }
}

/** Sends the error to the redirect URI that the request names, outside or inside the object, if the client registered it. */
async function toRecipient(cause: UnresolvedRequest, { stores, features }: ReadRequestOptions): Promise<unknown> {
  try {
    const { to } = await findRecipient(cause.known, stores, features)
    return toRedirectError(cause, to)
  } catch (error) {
    if (error instanceof UntrustedRecipient) return cause
    throw error
  }
}
