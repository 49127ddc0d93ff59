import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { startServer, testClients } from '../testing/server.ts'

test('without an SDK no part of OpenTelemetry is loaded', () => {
  const program = `
    import { prepareTracing } from ${JSON.stringify(path.join(import.meta.dirname, 'tracing.ts'))}
    const tracing = await prepareTracing()
    const loaded = Symbol.for('opentelemetry.js.api.1') in globalThis
    console.log(JSON.stringify([tracing === undefined, loaded]))`
  const out = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', program], { encoding: 'utf8' })
  assert.deepEqual(JSON.parse(out), [true, false])
})

interface Ended {
  readonly name: string
  readonly parent: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A minimal SDK that keeps ended spans. */
function loadSdk(): Ended[] {
  const ended: Ended[] = []
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (one, work, self, ...args) => storage.run(one, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  const remote = Symbol('remote')
  const startSpan = (first: string, options: SpanOptions = {}, parent: Context = context.active()): Span => {
    let name = first
    const attributes: Record<string, unknown> = { ...options.attributes }
    const above = trace.getSpan(parent) as (Span & { readonly nameNow?: () => string }) | undefined
    const span = {
      nameNow: () => name,
      updateName: (next: string) => {
        name = next
        return span
      },
      setAttribute: (key: string, value: unknown) => {
        attributes[key] = value
        return span
      },
      setStatus: () => span,
      end: () =>
        ended.push({ name, parent: above?.nameNow?.() ?? (parent.getValue(remote) as string | undefined), attributes }),
    } as unknown as Span // the part of a span that the server uses
    return span
  }
  const startActiveSpan = (name: string, options: SpanOptions, parent: Context, work: (span: Span) => unknown) => {
    const span = startSpan(name, options, parent)
    return context.with(trace.setSpan(parent, span), work, undefined, span)
  }
  const tracer = { startSpan, startActiveSpan } as Tracer
  context.setGlobalContextManager(manager)
  trace.setGlobalTracerProvider({ getTracer: () => tracer })
  propagation.setGlobalPropagator({
    inject: () => {},
    extract: (one, carrier, getter) => one.setValue(remote, getter.get(carrier, 'traceparent')),
    fields: () => ['traceparent'],
  })
  return ended
}

test('with an SDK each request is a span below its caller’s, and each transaction one below it, without secrets', async () => {
  const ended = loadSdk()
  const server = await startServer()
  const outcome = await server.authorize('web')
  ended.length = 0
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const fields = { grant_type: 'client_credentials' }
  assert.equal(
    (await server.token('machine', fields, { headers: { traceparent, authorization: machine } })).status,
    200,
  )
  const request = ended.find((span) => span.name === 'POST /token')
  assert.equal(request?.parent, traceparent)
  assert.deepEqual(request?.attributes, {
    'http.request.method': 'POST',
    'url.path': '/token',
    'http.response.status_code': 200,
    'http.route': '/token',
  })
  const transaction = ended.find((span) => span.name === 'transaction' && span.parent === 'POST')
  assert.deepEqual(transaction?.attributes, { 'db.system.name': 'sqlite' })
  await server.redeem('web', outcome)
  await server.fetch(new Request(`${server.issuer}/made-up?code=secret`))
  assert.ok(ended.some((span) => span.name === 'GET' && span.attributes['http.route'] === undefined))
  for (const secret of [outcome.fields.get('code'), outcome.verifier, 'code=secret']) {
    assert.equal(JSON.stringify(ended).includes(String(secret)), false)
  }
})

const machine = `Basic ${btoa(`machine:${testClients.machine.client_secret}`)}`
