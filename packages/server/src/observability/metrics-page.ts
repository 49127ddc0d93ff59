import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { AuditWriterState } from '../audit/audit-writer.ts'
import type { CommitCounts } from '../storage/database.ts'
import { type Counts, durationBounds } from './metrics.ts'

/** Values read at the time of the scrape. */
export interface Gauges {
  readonly audit: AuditWriterState
  readonly passwordsWaiting: number
  readonly connections: number
  readonly committed: Pick<CommitCounts, 'commits' | 'transactions'>
  /** NaN before they were counted. */
  readonly interactions: number
}

interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary'
  readonly help: string
  readonly samples: readonly Sample[]
}

type Delay = ReturnType<typeof monitorEventLoopDelay>
type Labels = Readonly<Record<string, string | number>>
type Sample = readonly [labels: Labels, value: number, suffix?: string]

/** The interval of the delay measurement, in milliseconds: Node measures from one timer to the next. */
const resolution = 20

/** The event loop belongs to the process, and so does its measurement. */
let delay: Delay | undefined

/** One process's text for one metric, in the Prometheus format (version 0.0.4). */
export interface MetricText {
  /** Its HELP and TYPE lines, the same in every process. */
  readonly head: string
  readonly lines: string
}

/** Writes this process's metrics; with labels on every line if other processes have their own lines. */
export function writeMetrics(counts: Counts, gauges: Gauges, labels: Labels = {}): readonly MetricText[] {
  const metrics = [...listCounters(counts), ...listGauges(gauges), ...listProcess(delay)]
  // Measuring starts with the first scrape and restarts with each: without scrapes it costs nothing.
  delay ??= startMeasuring()
  delay.reset()
  return metrics.map((metric) => toText(metric, labels))
}

/** Joins the texts of all processes: the format requires each metric's head once, followed by all of its lines. */
export function joinMetrics(processes: readonly (readonly MetricText[])[]): string {
  const linesByHead = new Map<string, string>()
  for (const { head, lines } of processes.flat()) linesByHead.set(head, (linesByHead.get(head) ?? '') + lines)
  return [...linesByHead].map(([head, lines]) => head + lines).join('')
}

function startMeasuring(): Delay {
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  return delay
}

function listCounters({
  endpoints,
  events,
  details,
  limited,
  transactions,
  connectionsClosed,
  outbound,
  mail,
}: Counts): readonly Metric[] {
  const used = endpoints.filter(({ statuses }) => statuses.size > 0)
  const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    name: `valetkey_${name}_total`,
    type: 'counter',
    help,
    samples,
  })
  return [
    counter(
      'requests',
      'Responses sent, by endpoint and status.',
      used.flatMap(({ endpoint, statuses }) =>
        [...statuses].map(([status, count]) => [{ endpoint, status }, count] as const),
      ),
    ),
    {
      name: 'valetkey_request_duration_seconds',
      type: 'histogram',
      help: 'Time from a request to its response.',
      samples: used.flatMap(({ endpoint, buckets, seconds }) => toHistogram({ endpoint }, buckets, seconds)),
    },
    counter('tokens_issued', 'Access tokens issued, by grant.', byLabel('grant', details.get('token.issued'))),
    counter(
      'replays',
      'Codes and refresh tokens that were used again, by kind.',
      byLabel('kind', details.get('token.replayed')),
    ),
    counter('logins', 'Successful logins.', [[{}, events.get('login.succeeded') ?? 0]]),
    counter('login_failures', 'Failed logins, by outcome.', byLabel('outcome', details.get('login.failed'))),
    counter('client_authentication_failures', 'Failed client authentications.', [
      [{}, events.get('client.authentication-failed') ?? 0],
    ]),
    counter('limited', 'Attempts refused by a limit, by kind.', byLabel('kind', limited)),
    counter('events', 'Audit events, by type.', byLabel('type', events)),
    counter(
      'connections_closed',
      'Connections closed for exceeding a bound, by reason.',
      byLabel('reason', connectionsClosed),
    ),
    counter('outbound_requests', 'Requests to URLs of clients, by result.', byLabel('result', outbound)),
    counter('mail', 'Attempts to send e-mail, by result.', byLabel('result', mail)),
    counter('transactions', 'Database transactions requested.', [[{}, transactions]]),
  ]
}

function toHistogram(labels: Labels, buckets: Readonly<Float64Array>, sum: number): readonly Sample[] {
  let count = 0
  const cumulative = [...buckets].map((one, at): Sample => {
    count += one
    const bound = durationBounds[at]
    return [{ ...labels, le: bound === undefined ? '+Inf' : bound / 1000 }, count, '_bucket']
  })
  return [...cumulative, [labels, sum, '_sum'], [labels, count, '_count']]
}

function byLabel(label: string, counts: ReadonlyMap<string, number> = new Map()): readonly Sample[] {
  return [...counts].map(([value, count]) => [{ [label]: value }, count])
}

function listGauges({ audit, passwordsWaiting, connections, committed, interactions }: Gauges): readonly Metric[] {
  const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
    name: `valetkey_${name}`,
    type,
    help,
    samples: [[{}, value]],
  })
  return [
    {
      name: 'valetkey_commit_transactions',
      type: 'summary',
      help: 'Transactions per commit.',
      samples: [
        [{}, committed.transactions, '_sum'],
        [{}, committed.commits, '_count'],
      ],
    },
    one('audit_waiting', 'gauge', 'Audit events that are not on disk yet.', audit.waiting),
    one('audit_dropped_total', 'counter', 'Audit events lost because the buffer was full.', audit.dropped),
    one('audit_write_failures_total', 'counter', 'Failed writes of audit events, which are retried.', audit.failures),
    one('connections', 'gauge', 'Open connections.', connections),
    one('passwords_waiting', 'gauge', 'Passwords and secrets waiting to be hashed or checked.', passwordsWaiting),
    one(
      'interactions',
      'gauge',
      'Authorization requests waiting for a decision; NaN at the first scrape.',
      interactions,
    ),
  ]
}

function listProcess(delay: Delay | undefined): readonly Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const quantiles = [0.5, 0.99, 1].map(
    (quantile): Sample => [
      { quantile },
      delay === undefined ? Number.NaN : Math.max(0, delay.percentile(quantile * 100) / 1e9 - resolution / 1000),
    ],
  )
  return [
    {
      name: 'valetkey_event_loop_delay_seconds',
      type: 'summary',
      help: 'Event loop delay since the last scrape; NaN at the first.',
      samples: quantiles,
    },
    { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Memory in use.', samples: [[{}, rss]] },
    { name: 'nodejs_heap_size_used_bytes', type: 'gauge', help: 'JavaScript heap in use.', samples: [[{}, heapUsed]] },
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'Processor time used.',
      samples: [[{}, (user + system) / 1e6]],
    },
    {
      name: 'process_start_time_seconds',
      type: 'gauge',
      help: 'Start of the process, in Unix time.',
      samples: [[{}, performance.timeOrigin / 1000]],
    },
  ]
}

function toText({ name, type, help, samples }: Metric, always: Labels): MetricText {
  const lines = samples.map(
    ([labels, value, suffix = '']) => `${name}${suffix}${toLabels({ ...always, ...labels })} ${toNumber(value)}\n`,
  )
  return { head: `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`, lines: lines.join('') }
}

function toLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

function escapeLabel(text: string): string {
  return text.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))
}

function toNumber(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value)
}
