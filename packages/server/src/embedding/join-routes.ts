import { toBrowser } from '../oauth/authorization/to-browser.ts'
import { createErrorReply, type ErrorReplyOptions, type ToReply } from '../oauth/error-reply.ts'
import type { Issuer } from '../oauth/issuer.ts'
import type { Pages } from '../oauth/ports.ts'
import { createRouter, type Route, type Router } from '../oauth/router.ts'
import { describeFailure } from '../pages/error/describe-failure.ts'
import type { ServerPages } from '../pages/index.ts'

export interface JoinRoutesOptions extends Omit<ErrorReplyOptions, 'describeFailure' | 'pages' | 'encryption'> {
  readonly oauth: Issuer
  readonly pages: Pages
  readonly notFound: ServerPages['notFound']
}

/**
 * Combines all routes in one router, and reads the metadata of each.
 * @throws TypeError for a route that cannot be served
 */
export async function joinRoutes(
  others: readonly Route[],
  options: JoinRoutesOptions,
): Promise<{ readonly router: Router; readonly toReply: ToReply }> {
  const { oauth, issuer, pages, notFound } = options
  const routes = [...oauth.routes, ...others]
  const metadata = oauth.describe(routes)
  const toReply = createErrorReply({ ...options, encryption: oauth.encryption, describeFailure })
  const router = createRouter([...routes, ...metadata.routes], {
    issuer,
    toReply,
    notFound,
    toBrowser: (request, reply) => toBrowser(request, reply, pages),
  })
  await metadata.prepare()
  return { router, toReply }
}
