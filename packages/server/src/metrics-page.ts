import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { AuditWriterState } from './maintenance/audit-writer.ts'
import { type Counts, durationBounds } from './metrics.ts'
import type { CommitCounts } from './storage/database.ts'

/** What is read at the moment of the scrape. */
export interface Gauges {
  readonly audit: AuditWriterState
  readonly passwordsWaiting: number
  readonly connections: number
  readonly committed: Pick<CommitCounts, 'commits' | 'transactions'>
  /** NaN before they were counted. */
  readonly interactions: number
}

/** One metric: its name, kind, sentence and samples. */
interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary'
  readonly help: string
  readonly samples: readonly Sample[]
}

type Delay = ReturnType<typeof monitorEventLoopDelay>
type Labels = Readonly<Record<string, string | number>>
type Sample = readonly [labels: Labels, value: number, suffix?: string]

/** How often lateness is measured, in milliseconds: what Node measures is from one time to the next. */
const resolution = 20

/** The event loop is the process's, and so is what measures it. */
let delay: Delay | undefined

/** What one process says of one metric, in the text format of Prometheus (version 0.0.4). */
export interface MetricText {
  /** Its kind and sentence, the same in every process. */
  readonly head: string
  readonly lines: string
}

/** Writes what this process counted; with labels on every line where other processes have lines of their own. */
export function writeMetrics(counts: Counts, gauges: Gauges, labels: Labels = {}): readonly MetricText[] {
  const metrics = [...listCounters(counts), ...listGauges(gauges), ...listProcess(delay)]
  // Measuring begins with the first scrape and anew with each: who never asks never pays.
  delay ??= startMeasuring()
  delay.reset()
  return metrics.map((metric) => toText(metric, labels))
}

/** Makes the page of what processes say: each metric has its head once, and then the lines of all (the format asks for it). */
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
      'Requests answered, by endpoint and status.',
      used.flatMap(({ endpoint, statuses }) =>
        [...statuses].map(([status, count]) => [{ endpoint, status }, count] as const),
      ),
    ),
    {
      name: 'valetkey_request_duration_seconds',
      type: 'histogram',
      help: 'How long answers took to make.',
      samples: used.flatMap(({ endpoint, buckets, seconds }) => toHistogram({ endpoint }, buckets, seconds)),
    },
    counter('tokens_issued', 'Access tokens issued, by grant.', byLabel('grant', details.get('token.issued'))),
    counter(
      'replays',
      'Codes and refresh tokens that were used again, by what they were.',
      byLabel('kind', details.get('token.replayed')),
    ),
    counter('logins', 'People who logged in.', [[{}, events.get('login.succeeded') ?? 0]]),
    counter('login_failures', 'Logins that failed, by outcome.', byLabel('outcome', details.get('login.failed'))),
    counter('client_authentication_failures', 'Clients that failed to authenticate.', [
      [{}, events.get('client.authentication-failed') ?? 0],
    ]),
    counter('limited', 'Tries that were told to wait, by what was counted.', byLabel('kind', limited)),
    counter('events', 'Events of the audit, by type.', byLabel('type', events)),
    counter(
      'connections_closed',
      'Connections closed because they, or all together, held too much, by reason.',
      byLabel('reason', connectionsClosed),
    ),
    counter('transactions', 'Database transactions asked for.', [[{}, transactions]]),
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
      help: 'Transactions that a commit, and so a sync of the disk, was shared by.',
      samples: [
        [{}, committed.transactions, '_sum'],
        [{}, committed.commits, '_count'],
      ],
    },
    one('audit_waiting', 'gauge', 'Audit events that are not on disk yet.', audit.waiting),
    one('audit_dropped_total', 'counter', 'Audit events that found the buffer full.', audit.dropped),
    one(
      'audit_write_failures_total',
      'counter',
      'Writes of audit events that failed and are tried again.',
      audit.failures,
    ),
    one('connections', 'gauge', 'Connections that are open.', connections),
    one('passwords_waiting', 'gauge', 'Passwords that wait to be hashed or checked.', passwordsWaiting),
    one(
      'interactions',
      'gauge',
      'Authorization requests that wait for a decision; NaN at the first scrape.',
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
      help: 'How late timers came since the scrape before; NaN at the first.',
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
      help: 'When the process began.',
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
