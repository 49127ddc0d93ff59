import type { OAuthRequest, Reply } from '../oauth/request.ts'
import type { Router } from '../oauth/router.ts'
import type { Metrics } from './metrics.ts'
import type { Tracing } from './tracing.ts'

/** Responds to requests through a router, and counts, times and traces each response under the path of its route. */
export function watchRequests(
  router: Router,
  { metrics, tracing }: { readonly metrics: Pick<Metrics, 'request'>; readonly tracing: Tracing | undefined },
): (request: OAuthRequest) => Promise<Reply> {
  const handle = async (request: OAuthRequest) => {
    const start = performance.now()
    const endpoint = router.find(request.url)
    const reply = await endpoint.handle(request)
    metrics.request(endpoint.path, reply.status, performance.now() - start)
    return reply
  }
  if (tracing === undefined) return handle
  return (request) => tracing.request(request, router.find(request.url).path, () => handle(request))
}
