import { pino } from 'pino'
import type { AuditEvent } from './oauth/ports.ts'

/** The server's log: JSON lines on standard error, without secrets. */
export interface Log {
  /** Notes what happened; what happens with every request only at level `debug`. */
  audit(event: AuditEvent): void
  /** Notes an error page, so that the number it shows can be found. */
  problem(problem: { readonly errorId: string; readonly code: string; readonly description: string }): void
  /** Notes a failure of the server itself, with its cause. */
  failure(failure: { readonly errorId: string; readonly error: unknown } & Readonly<Record<string, unknown>>): void
}

/** Events that come with every request. */
const frequent: ReadonlySet<string> = new Set(['token.issued'])

/** Creates the log; `VALETKEY_LOG` sets its level (`debug`, `info`, `warn`, `error`, `silent`). */
export function createLog(): Log {
  const logger = pino(
    { base: null, level: process.env.VALETKEY_LOG ?? 'info' },
    pino.destination({ fd: 2, sync: true }),
  )
  const debugs = logger.isLevelEnabled('debug')
  return {
    audit(event) {
      if (!frequent.has(event.type)) logger.info(event, event.type)
      else if (debugs) logger.debug(event, event.type)
    },
    problem: (problem) => logger.info(problem, 'error page'),
    failure: ({ error, ...rest }) => logger.error({ ...rest, err: error }, 'failure'),
  }
}
