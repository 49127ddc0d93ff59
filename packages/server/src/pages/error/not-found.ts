import { preflightHeaders, withCors } from '../../oauth/cors.ts'
import { acceptsHtml } from '../../oauth/error-reply.ts'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from '../../oauth/request.ts'
import { type BrowserOptions, readBrowser } from '../browser.ts'
import { type ProblemOptions, showProblem, type TitledProblem } from './show-problem.ts'

/**
 * Responds if there is no route. Any origin may read the JSON, and look for metadata if there is none: a browser
 * must see 404 there, not a network error.
 */
export async function notFound(request: OAuthRequest, options: BrowserOptions & ProblemOptions): Promise<Reply> {
  if (!acceptsHtml(request)) {
    const asksForMetadata = toTarget(request.url).path.includes('/.well-known/')
    if (asksForMetadata && request.method === 'OPTIONS') {
      return { status: 204, headers: preflightHeaders(request, 'GET, HEAD, OPTIONS'), body: '' }
    }
    return withCors(
      request,
      jsonReply(404, { error: 'not_found', error_description: 'no endpoint exists at this path' }),
    )
  }
  const problem: TitledProblem = {
    status: 404,
    code: 'not_found',
    description: 'no page exists at this address',
    clause: undefined,
    // Without the database no user is known, and the page is shown all the same.
    browser: await readBrowser(request, options).catch(() => undefined),
  }
  return showProblem(request, problem, options, request.remoteAddress)
}
