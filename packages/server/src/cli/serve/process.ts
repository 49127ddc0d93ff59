import { portOf } from '../../config/issuer.ts'
import { writeHost } from '../../http/open-port.ts'
import { writeJson } from '../write-json.ts'

/** Printed when the server is ready. */
export interface Ready {
  readonly issuer: string
  readonly host: string
  readonly port: number
}

/** Milliseconds for requests in progress after SIGTERM: container platforms kill after ten seconds or more. */
export const drainLimit = 9_000

export function announce(ready: Ready, json: boolean | undefined): void {
  process.stdout.write(json ? `${writeJson(ready)}\n` : `valetkey is ready at ${ready.issuer}${listeningNote(ready)}\n`)
}

/** Shows the port if it differs from that of the issuer: behind a proxy that is intended, otherwise it is a mistake. */
function listeningNote({ issuer, host, port }: Ready): string {
  return portOf(issuer) === port ? '' : ` (listening on ${writeHost(host)}:${port})`
}

/** The signals that stop the server. A closed terminal sends SIGHUP, and so do some operators. */
export const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

export interface Stopping {
  /** Logs the signal that stops the server. */
  readonly log: (signal: string) => void
  readonly close: () => Promise<void>
  /** Called before the exit on a second signal. */
  readonly onForcedExit?: () => void
}

/** The first signal completes requests in progress and exits with 0; the second exits at once with 1. */
export function stopOnSignal({ log, close, onForcedExit = () => undefined }: Stopping): void {
  let stopping = false
  async function stop(signal: string): Promise<void> {
    if (stopping) {
      onForcedExit()
      process.exit(1)
    }
    stopping = true
    setTimeout(() => process.exit(0), drainLimit).unref()
    log(signal)
    await close()
    process.exit(0)
  }
  for (const signal of stopSignals) process.on(signal, stop)
}
