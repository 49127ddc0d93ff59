import { pino } from 'pino'
import { ConfigError } from './config/explain.ts'
import type { AuditEvent } from './oauth/ports.ts'
import { redact, toLoggedError } from './redact.ts'

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
  /** Notes an error page, so that the number it shows can be found. */
  problem(problem: { readonly errorId: string; readonly code: string; readonly description: string }): void
  /** Notes what an operator may want to look at: what looks like a slip in the configuration, a worker that ended. */
  warning(words: string): void
  /** Notes that the server is not ready to serve, and why; with nothing, that it is ready again. */
  readiness(faults: readonly { readonly name: string; readonly text: string; readonly cause: unknown }[]): void
  /** Notes a failure of the server itself, with its cause. */
  failure(failure: LoggedFailure): void
}

const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Creates the log; `VALETKEY_LOG` sets its level. @throws ConfigError for one that there is not */
export function createLog(): Log {
  const level = process.env.VALETKEY_LOG ?? 'info'
  if (!levels.includes(level)) throw new ConfigError(`VALETKEY_LOG must be one of ${levels.join(', ')}, not ${level}`)
  const logger = pino({ base: null, level }, pino.destination({ fd: 2, sync: true }))
  const debugs = logger.isLevelEnabled('debug')
  return {
    audit: (event) => logger.info(toLine(event), event.type),
    routine(event) {
      if (debugs) logger.debug(toLine(event), event.type)
    },
    problem: (problem) => logger.info({ ...problem, description: redact(problem.description, 500) }, 'error page'),
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
    failure: ({ error, ...rest }) => logger.error({ ...rest, err: toLoggedError(error) }, 'failure'),
  }
}

/** How an event is to be treated is no part of what happened. */
function toLine({ routine: _routine, flood: _flood, ...event }: AuditEvent): AuditEvent {
  return event
}
