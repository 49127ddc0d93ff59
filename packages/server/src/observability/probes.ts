import { createHash, timingSafeEqual } from 'node:crypto'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from '../oauth/request.ts'
import type { Route } from '../oauth/router.ts'
import type { Check } from './readiness.ts'

export interface OperationOptions {
  readonly readiness: () => Promise<readonly Check[]>
  readonly metricsPage: () => Promise<string>
  readonly metricsToken: string | undefined
  /** Whether the issuer is on this computer: then this computer may read the metrics without a token. */
  readonly isLoopback: boolean
}

/** Lists the routes of probes and scrapes, at the root of the host whatever the path of the issuer. */
export function operationRoutes(options: OperationOptions): readonly Route[] {
  const { readiness, metricsPage } = options
  const routes: Readonly<Record<string, (request: OAuthRequest) => Promise<Reply>>> = {
    '/livez': async () => jsonReply(200, { status: 'live' }),
    '/readyz': async ({ url }) => toReadiness(await readiness(), /(^|&)verbose(=|&|$)/.test(toTarget(url).query)),
    '/metrics': async (request) => (mayRead(request, options) ? toPlainText(await metricsPage()) : refusal(options)),
  }
  return Object.entries(routes).map(([path, get]) => ({
    path,
    at: 'host',
    methods: { GET: get },
    errors: 'json',
    cors: false,
  }))
}

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

function mayRead(request: OAuthRequest, { metricsToken, isLoopback }: OperationOptions): boolean {
  if (metricsToken === undefined) return isLoopback && isOwnComputer(request.remoteAddress)
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digest(given), digest(metricsToken))
}

/** The address as normalized for limits: an IPv6 one by its first half. */
function isOwnComputer(address: string | undefined): boolean {
  return address !== undefined && (address.startsWith('127.') || address === '0:0:0:0')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Without a token no other caller can read the metrics. */
function refusal({ metricsToken }: OperationOptions): Reply {
  if (metricsToken === undefined) {
    const description = 'metrics are not available to this caller: set metrics.token and send it as a Bearer token'
    return jsonReply(404, { error: 'not_found', error_description: description })
  }
  const description = 'send the token of the configuration as Authorization: Bearer'
  return jsonReply(401, { error: 'invalid_token', error_description: description }, { 'www-authenticate': 'Bearer' })
}
