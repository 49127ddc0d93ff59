import { type OAuthRequest, type Reply, toTarget } from '../oauth/request.ts'
import { type Metrics, namesEndpoint } from './metrics.ts'
import type { Tracing } from './tracing.ts'

/** Answers requests. */
export type Handle = (request: OAuthRequest) => Promise<Reply>

/** What watching needs. */
export interface ObserveOptions {
  readonly onError: (request: OAuthRequest, error: unknown) => Reply
  readonly metrics: Metrics
  readonly tracing: Tracing | undefined
}

/** Watches a handler: counts and times its answers, makes spans where asked, and answers what it throws. */
export function observe(handle: Handle, { onError, metrics, tracing }: ObserveOptions): Handle {
  const answer: Handle = async (request) => {
    const start = performance.now()
    const reply = await handle(request).catch((error) => onError(request, error))
    const path = toTarget(request.url).path
    const isNamed = metrics.isKnown(path) || namesEndpoint(request, reply.status)
    metrics.request(isNamed ? path : undefined, reply.status, performance.now() - start)
    return reply
  }
  return tracing === undefined ? answer : (request) => tracing.request(request, () => answer(request))
}
