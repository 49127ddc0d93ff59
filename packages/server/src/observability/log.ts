import { pino } from 'pino'
import { ConfigError } from '../config/config-error.ts'
import type { AuditEvent } from '../oauth/ports.ts'
import { createQuota, createRepeats } from './log-quota.ts'
import { createLogTarget } from './log-target.ts'
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
  audit(event: AuditEvent): void
  /** Logs an event that occurs with every request; only at level `debug`. */
  routine(event: AuditEvent): void
  /** Logs an error page, so that the id it shows can be found; beyond 1,000 a minute only their number. */
  problem(problem: { readonly errorId: string; readonly code: string; readonly description: string }): void
  /** Logs a warning for the operator: a probable configuration mistake, an exited worker. */
  warning(words: string): void
  /** Logs why the server is not ready; with an empty list, that it is ready again. */
  readiness(faults: readonly { readonly name: string; readonly text: string; readonly cause: unknown }[]): void
  /** Logs a connection closed for exceeding a limit: the first at once, then one line a minute with the count. */
  connectionClosed(reason: string): void
  /** Logs an outbound request without a response; beyond 100 a minute only their number. */
  outboundRefused(refusal: { readonly host: string; readonly reason: string; readonly detail: string }): void
  /** Logs a failure of the server itself. For each cause, only the first in a minute has its stack. */
  failure(failure: LoggedFailure): void
  /**
   * Logs a failed background job: the first at once, then one line a minute with the number of failures for the same
   * cause.
   */
  jobFailure(job: string, error: unknown): void
  /** Logs the beginning of a shutdown and its cause. */
  stopping(signal: string): void
}

/** Error pages logged per minute: unauthenticated callers can request any number. */
const mostProblems = 1_000

/** Failed outbound requests logged per minute: callers choose the URLs of some. */
const mostRefusals = 100

const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Creates the log; `VALETKEY_LOG` sets its level. @throws ConfigError for an unknown level */
export function createLog(): Log {
  const level = process.env.VALETKEY_LOG?.trim() || 'info'
  if (!levels.includes(level)) throw new ConfigError(`VALETKEY_LOG must be one of ${levels.join(', ')}, not ${level}`)
  const target = createLogTarget(2, (count) =>
    logger.warn({ count }, 'lines of the log were dropped: nothing read them'),
  )
  // Standard error may be a terminal, and much of the logged text comes from callers.
  const logger = pino({ base: null, level }, { write: (line) => target.write(printableJson(line)) })
  const failures = createRepeats()
  const jobFailures = createRepeats()
  const closings = createRepeats()
  const problems = createQuota(mostProblems)
  const refusals = createQuota(mostRefusals)
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
    outboundRefused({ host, reason, detail }) {
      const words = 'outbound request refused or failed'
      if (!refusals.take((count) => logger.warn({ count }, 'more outbound requests refused or failed'))) return
      logger.warn({ host: host.slice(0, 300), reason, detail: redact(detail, 300) }, words)
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

/** Leaves out the members that only control how an event is recorded. */
function toLine({ routine: _routine, flood: _flood, ...event }: AuditEvent): AuditEvent {
  return event
}
