import { readHost } from '../config/outbound.ts'
import type { Config } from '../config/read-config.ts'
import { readOutboundCa } from '../config/read-outbound-ca.ts'
import { createCachedDocuments } from '../http/outbound/cached-documents.ts'
import { createCachedImages } from '../http/outbound/cached-images.ts'
import { createGuardedFetch } from '../http/outbound/guarded-fetch.ts'
import { type Trust, trust } from '../http/outbound/trust.ts'
import type { Outbound } from '../oauth/outbound.ts'
import type { Clock } from '../oauth/ports.ts'
import type { Log } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'

/** The log, metrics and clock that outbound requests use. */
export interface OutboundEnvironment {
  readonly log: Pick<Log, 'outboundRefused'>
  readonly metrics: Pick<Metrics, 'outbound'>
  readonly clock: Clock
}

/** Creates the functions that fetch clients' URLs. @throws ConfigError if `outbound.ca` cannot be read */
export function createOutbound(outbound: Config['outbound'], { log, metrics, clock }: OutboundEnvironment): Outbound {
  const fetch = createGuardedFetch({
    allowHosts: outbound.allowHosts.flatMap((entry) => readHost(entry) ?? []),
    secureContext: trustOf({ outbound }),
    note({ result, refused }) {
      metrics.outbound(result)
      if (refused !== undefined) log.outboundRefused({ ...refused, reason: result })
    },
  })
  return { fetch, documents: createCachedDocuments(fetch, clock), images: createCachedImages(fetch, clock) }
}

/** Returns the trusted certificate authorities of outbound connections, loaded on first use. @throws ConfigError if `outbound.ca` cannot be read */
export function trustOf({ outbound: { ca } }: Pick<Config, 'outbound'>): Trust | undefined {
  if (ca === undefined) return undefined
  const certificates = readOutboundCa(ca)
  let context: ReturnType<Trust> | undefined
  return () => {
    context ??= trust(certificates)
    return context
  }
}
