import type { SecureContext } from 'node:tls'
import { type ExchangeResult, exchange } from './exchange.ts'
import { findAddresses } from './find-addresses.ts'
import { type Resolve, resolveByDns, resolveBySystem } from './resolve.ts'
import { type AllowedHost, readTarget, type Target } from './target.ts'
import { createTurns, type TurnBounds } from './turns.ts'

export interface FetchRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly accept?: string
  readonly maxBytes?: number
  readonly timeoutMs?: number
}

export type FetchResult =
  | {
      readonly outcome: 'response'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | FetchRefusal

export interface FetchRefusal {
  readonly outcome: 'refused'
  readonly reason: FetchReason
  readonly description: string
}

export type FetchReason = 'url' | 'unreachable' | 'too-large' | 'encoded' | 'busy'

export type GuardedFetch = (url: string, request?: FetchRequest) => Promise<FetchResult>

export interface GuardedFetchOptions {
  readonly allowHosts: readonly AllowedHost[]
  /** Creates the certificate authorities to trust, at the first https request; by default those of Node. */
  readonly secureContext?: (() => SecureContext) | undefined
  /** Receives each result, for log and metrics. */
  readonly note?: ((result: FetchNote) => void) | undefined
  /** Resolves all names; by default DNS, and the operating system for allowed hosts. */
  readonly resolve?: Resolve | undefined
  readonly bounds?: TurnBounds
}

/** A result, and for a refusal its host and cause, which are for the operator only. */
export interface FetchNote {
  readonly result: 'response' | FetchReason
  readonly refused?: { readonly host: string; readonly detail: string }
}

/** Requests at a time in this process, and those that wait for one of these. */
const standardBounds: TurnBounds = { running: 64, runningPerKey: 4, waiting: 256, waitingPerKey: 32 }

const standardMaxBytes = 65_536
const standardTimeoutMs = 5_000

/** Sentences that do not show whether a host exists inside the network of the server. */
const descriptions: Readonly<Record<Exclude<FetchReason, 'url'>, string>> = {
  unreachable: 'cannot be reached: there was no response in time from a public host with a valid certificate',
  'too-large': 'cannot be read: the response is too large',
  encoded: 'cannot be read: the response is compressed; send it without Content-Encoding',
  busy: 'cannot be requested now: too many requests are waiting; try again later',
}

/**
 * Creates the one way by which the server sends requests to URLs that others chose (OWASP: server-side request forgery).
 * Names are resolved and checked here, and only checked addresses are connected to. Redirects are returned, not followed.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { allowHosts, note, bounds = standardBounds } = options
  const turns = createTurns(bounds)
  let context: SecureContext | undefined

  async function run(target: Target, request: FetchRequest, signal: AbortSignal): Promise<ExchangeResult> {
    const resolve = options.resolve ?? (target.isAllowed ? resolveBySystem : resolveByDns)
    const found = await findAddresses(target, resolve, signal)
    if (found.outcome === 'failed') return found
    if (target.isTls) context ??= options.secureContext?.()
    const { method = 'GET', headers, accept, body, maxBytes = standardMaxBytes } = request
    const { addresses } = found
    const allHeaders = { ...headers, ...(accept !== undefined && { accept }) }
    return exchange({ target, addresses, method, headers: allHeaders, body, maxBytes, secureContext: context, signal })
  }

  return async (url, request = {}) => {
    const target = readTarget(url, allowHosts)
    if ('fault' in target) {
      note?.({ result: 'url' })
      return { outcome: 'refused', reason: 'url', description: target.fault }
    }
    const host = `${target.url.hostname}:${target.port}`
    const refuse = (reason: Exclude<FetchReason, 'url'>, detail: string): FetchRefusal => {
      note?.({ result: reason, refused: { host, detail } })
      return { outcome: 'refused', reason, description: descriptions[reason] }
    }
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), request.timeoutMs ?? standardTimeoutMs)
    const end = await turns.take(target.host, stop.signal)
    try {
      if (end === undefined) return refuse('busy', 'too many outbound requests')
      const result = await run(target, request, stop.signal)
      if (result.outcome === 'failed') return refuse(result.why, result.detail)
      note?.({ result: 'response' })
      return result
    } finally {
      clearTimeout(timer)
      end?.()
    }
  }
}
