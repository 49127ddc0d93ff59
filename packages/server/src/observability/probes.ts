import { createHash, timingSafeEqual } from 'node:crypto'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from '../oauth/request.ts'
import type { Check } from './readiness.ts'

/** What operators are answered with. */
export interface OperationsOptions {
  readonly readiness: () => Promise<readonly Check[]>
  readonly metricsPage: () => Promise<string>
  readonly metricsToken: string | undefined
  /** Whether the issuer is on this computer: then this computer may read the metrics without a token. */
  readonly isLoopback: boolean
}

/** The paths that operators and their tools ask. */
export const operationsPaths: readonly string[] = ['/livez', '/readyz', '/metrics']

/** Creates the answers to probes and scrapes; undefined for any other path. */
export function createOperations(options: OperationsOptions): (request: OAuthRequest) => Promise<Reply> | undefined {
  const { readiness, metricsPage } = options
  return (request) => {
    const { path, query } = toTarget(request.url)
    if (!operationsPaths.includes(path)) return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const description = 'this address answers GET and HEAD'
      return answer(
        jsonReply(405, { error: 'invalid_request', error_description: description }, { allow: 'GET, HEAD' }),
      )
    }
    if (path === '/livez') return answer(jsonReply(200, { status: 'live' }))
    if (path === '/readyz') return readiness().then((checks) => toReadiness(checks, /(^|&)verbose(=|&|$)/.test(query)))
    return mayRead(request, options) ? metricsPage().then(toPlainText) : answer(refusal(options))
  }
}

const answer = (reply: Reply) => Promise.resolve(reply)

function toReadiness(checks: readonly Check[], verbose: boolean): Reply {
  const wrong = checks.filter((one) => !one.ok)
  const ready = wrong.length === 0
  const status = ready ? 'ready' : 'not ready'
  const [first] = wrong
  const headers: Record<string, string> = ready ? {} : { 'retry-after': '2' }
  if (verbose) return jsonReply(ready ? 200 : 503, { status, checks }, headers)
  return jsonReply(ready ? 200 : 503, { status, ...(first ? { reason: `${first.name}: ${first.text}` } : {}) }, headers)
}

function toPlainText(body: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    body,
  }
}

function mayRead(request: OAuthRequest, { metricsToken, isLoopback }: OperationsOptions): boolean {
  if (metricsToken === undefined) return isLoopback && isOwnComputer(request.remoteAddress)
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digest(given), digest(metricsToken))
}

/** The address as limits write it: an IPv6 one by its first half. */
function isOwnComputer(address: string | undefined): boolean {
  return address !== undefined && (address.startsWith('127.') || address === '0:0:0:0')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Without a token there is nothing here for anyone else. */
function refusal({ metricsToken }: OperationsOptions): Reply {
  if (metricsToken === undefined) {
    const description = 'metrics are not available to this caller: set metrics.token and send it as a Bearer token'
    return jsonReply(404, { error: 'not_found', error_description: description })
  }
  const description = 'send the token of the configuration as Authorization: Bearer'
  return jsonReply(401, { error: 'invalid_token', error_description: description }, { 'www-authenticate': 'Bearer' })
}
