import { pino } from 'pino'
import { ConfigError } from '../config/config-error.ts'
import type { AuditEvent } from '../oauth/ports.ts'
import { createQuota, createRepeats } from './log-quota.ts'
import { printableJson } from './printable.ts'
import { redact, rootOf, toLoggedError, withoutStack } from './redact.ts'

/** A failure of the server itself. */
export interface LoggedFailure {
  readonly error: unknown
  readonly errorId?: string
  readonly requestId?: string | undefined
  readonly [key: string]: unknown
}

/** The server's log: JSON lines on standard error, without secrets. */
export interface Log {
  /** Notes what happened. */
  audit(event: AuditEvent): void
  /** Notes what happens with every request; only at level `debug`. */
  routine(event: AuditEvent): void
  /** Notes an error page, so that the number it shows can be found; of more than 1,000 in a minute only how many there were. */
  problem(problem: { readonly errorId: string; readonly code: string; readonly description: string }): void
  /** Notes what an operator may want to look at: what looks like a slip in the configuration, a worker that ended. */
  warning(words: string): void
  /** Notes that the server is not ready to serve, and why; with nothing, that it is ready again. */
  readiness(faults: readonly { readonly name: string; readonly text: string; readonly cause: unknown }[]): void
  /** Notes a connection that was closed for what it held: a line at once, and then one a minute with how many. */
  connectionClosed(reason: string): void
  /**
   * Notes a failure of the server itself. Of one cause the first has its stack and the others of that minute have none.
   */
  failure(failure: LoggedFailure): void
  /** Notes a failed background job: a line at once, and then one a minute with how many failed for the same cause. */
  jobFailure(job: string, error: unknown): void
  /** Notes that the server begins to stop, and why. */
  stopping(signal: string): void
}

/** Error pages that are logged in a minute: strangers can ask for any number. */
const mostProblems = 1_000

const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Creates the log; `VALETKEY_LOG` sets its level. @throws ConfigError for one that there is not */
export function createLog(): Log {
  const level = process.env.VALETKEY_LOG?.trim() || 'info'
  if (!levels.includes(level)) throw new ConfigError(`VALETKEY_LOG must be one of ${levels.join(', ')}, not ${level}`)
  const target = pino.destination({ fd: 2, sync: true })
  // Standard error may be a terminal, and much of what is logged others wrote.
  const logger = pino({ base: null, level }, { write: (line) => target.write(printableJson(line)) })
  const failures = createRepeats()
  const jobFailures = createRepeats()
  const closings = createRepeats()
  const problems = createQuota(mostProblems)
  const debugs = logger.isLevelEnabled('debug')
  return {
    audit: (event) => logger.info(toLine(event), event.type),
    routine(event) {
      if (debugs) logger.debug(toLine(event), event.type)
    },
    problem(problem) {
      if (!problems.take((count) => logger.info({ count }, 'more error pages'))) return
      logger.info({ ...problem, description: redact(problem.description, 500) }, 'error page')
    },
    warning: (words) => logger.warn(words),
    readiness(faults) {
      if (faults.length === 0) return logger.info('ready again')
      const checks = faults.map(({ name, text, cause }) => ({
        check: name,
        text,
        ...(cause === undefined ? {} : { err: toLoggedError(cause) }),
      }))
      logger.error({ checks }, 'not ready')
    },
    connectionClosed(reason) {
      const words = 'connections closed because they held too much'
      const isFirst = closings.note(reason, (count) => logger.warn({ reason, count }, words))
      if (isFirst) logger.warn({ reason, count: 1 }, words)
    },
    failure({ error, ...rest }) {
      const err = toLoggedError(error)
      const isFirst = failures.note(rootOf(err), () => undefined)
      logger.error({ ...rest, err: isFirst ? err : withoutStack(err) }, 'failure')
    },
    jobFailure(job, error) {
      const err = toLoggedError(error)
      const again = (count: number) => logger.error({ job, count, err: withoutStack(err) }, 'failed again')
      if (jobFailures.note(`${job}: ${rootOf(err)}`, again)) logger.error({ job, err }, 'failure')
    },
    stopping: (signal) => logger.info({ signal }, 'stopping'),
  }
}

/** How an event is to be treated is no part of what happened. */
function toLine({ routine: _routine, flood: _flood, ...event }: AuditEvent): AuditEvent {
  return event
}
