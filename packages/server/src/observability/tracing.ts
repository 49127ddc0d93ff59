import type { Context, SpanOptions, TextMapGetter, Tracer } from '@opentelemetry/api'
import { type OAuthRequest, type Reply, toTarget } from '../oauth/request.ts'
import type { Database } from '../storage/database.ts'

/** Creates spans of requests and transactions. */
export interface Tracing {
  /** @param route the path of the route, with its parameters by name; undefined if there is none */
  request(request: OAuthRequest, route: string | undefined, work: () => Promise<Reply>): Promise<Reply>
  /** Wraps a database so that each transaction is a child span of its request. */
  database(database: Database): Database
}

/**
 * Prepares tracing if the operator loaded an OpenTelemetry SDK before the server (`node --import ./sdk.js …`), which
 * registers itself on `globalThis`; otherwise loads nothing and returns undefined.
 */
export async function prepareTracing(): Promise<Tracing | undefined> {
  if (!(Symbol.for('opentelemetry.js.api.1') in globalThis)) return undefined
  const api = await import('@opentelemetry/api').catch(() => undefined)
  if (api === undefined) return undefined
  const tracer = api.trace.getTracer('valetkey')
  const { SpanKind, SpanStatusCode, context, propagation } = api

  async function span<T>(name: string, options: SpanOptions, parent: Context, work: Working<T>): Promise<T> {
    return tracer.startActiveSpan(name, options, parent, async (active) => {
      try {
        return await work(active)
      } catch (error) {
        active.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' })
        throw error
      } finally {
        active.end()
      }
    })
  }

  return {
    request(request, route, work) {
      const parent = propagation.extract(context.active(), request, requestHeaders)
      // The path without its query, which may contain a secret.
      const { path } = toTarget(request.url)
      const attributes = { 'http.request.method': request.method, 'url.path': path }
      return span(request.method, { kind: SpanKind.SERVER, attributes }, parent, async (active) => {
        const reply = await work()
        active.setAttribute('http.response.status_code', reply.status)
        if (route !== undefined) active.updateName(`${request.method} ${route}`).setAttribute('http.route', route)
        if (reply.status >= 500) active.setStatus({ code: SpanStatusCode.ERROR })
        return reply
      })
    },
    database: (database) => ({
      ...database,
      transaction(work, key) {
        const attributes = { 'db.system.name': database.engine === 'sqlite' ? 'sqlite' : 'postgresql' }
        return span('transaction', { kind: SpanKind.CLIENT, attributes }, context.active(), () =>
          database.transaction(work, key),
        )
      },
    }),
  }
}

type Working<T> = (span: Parameters<Parameters<Tracer['startActiveSpan']>[3]>[0]) => Promise<T>

const requestHeaders: TextMapGetter<OAuthRequest> = {
  keys: () => ['traceparent', 'tracestate', 'baggage'],
  get: (request, name) => request.headers.get(name) ?? undefined,
}
