import { PageError } from '../authorization/errors.ts'
import type { AuthorizationFlow } from '../authorization/flow.ts'
import type { Clock, Pages } from '../ports.ts'
import { type OAuthRequest, type Reply, toTarget } from '../request.ts'

/** The longest request, in characters: as long as a URL may be. It is kept in the database until its person decides. */
const longestRequest = 16_384

/** What the authorization endpoint needs. */
export interface AuthorizeOptions {
  readonly flow: AuthorizationFlow
  readonly pages: Pick<Pages, 'owner' | 'interact'>
  readonly clock: Clock
}

/**
 * Answers the authorization endpoint, by GET and POST (RFC 6749 §3.1): at once where the person is logged in and
 * has allowed it before, else by way of the pages.
 */
export function authorizeEndpoint({ flow, pages, clock }: AuthorizeOptions): (request: OAuthRequest) => Promise<Reply> {
  return async (request) => {
    const text = request.method === 'POST' ? await readBody(request) : toTarget(request.url).query
    const authorizationRequest = await flow.read(text)
    const owner = await pages.owner(request)
    const evaluation = await flow.evaluate(authorizationRequest, owner, clock())
    if (evaluation.outcome === 'allowed') return flow.deliver(authorizationRequest, evaluation)
    return pages.interact(request, evaluation.outcome, text)
  }
}

async function readBody(request: OAuthRequest): Promise<string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    const description = 'the body must be application/x-www-form-urlencoded'
    throw new PageError({ status: 400, code: 'invalid_request', description, clause: 'RFC 6749 §3.1' })
  }
  const text = await request.text()
  if (text.length > longestRequest) {
    const description = `the authorization request is longer than ${longestRequest} characters`
    throw new PageError({ status: 413, code: 'invalid_request', description, clause: 'RFC 9110 §15.5.14' })
  }
  return text
}
