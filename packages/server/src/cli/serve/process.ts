import { portOf } from '../../config/issuer.ts'
import { writeHost } from '../../http/open-port.ts'
import { writeJson } from '../write-json.ts'

/** What a server that is ready says of itself. */
export interface Ready {
  readonly issuer: string
  readonly host: string
  readonly port: number
}

/** How long requests under way may take after SIGTERM, in milliseconds; container platforms kill after ten seconds or more. */
export const drainLimit = 9_000

/** Prints the line that says that the server is ready. */
export function announce(ready: Ready, json: boolean | undefined): void {
  process.stdout.write(json ? `${writeJson(ready)}\n` : `valetkey is ready at ${ready.issuer}${whereElse(ready)}\n`)
}

/** Behind a proxy the issuer has another port than the server; with a mistaken one, nothing answers there. */
function whereElse({ issuer, host, port }: Ready): string {
  return portOf(issuer) === port ? '' : ` (listening on ${writeHost(host)}:${port})`
}

/** The signals that end the server. A terminal that closes sends SIGHUP, and so do operators who mean SIGTERM. */
export const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** What stopping takes. */
export interface Stopping {
  /** Writes that the server stops, and by which signal. */
  readonly note: (signal: string) => void
  readonly close: () => Promise<void>
  readonly onImpatience?: () => void
}

/** The first signal ends what is under way and exits with 0; the second does not wait. */
export function stopOnSignal({ note, close, onImpatience = () => undefined }: Stopping): void {
  let stopping = false
  async function stop(signal: string): Promise<void> {
    if (stopping) {
      onImpatience()
      process.exit(1)
    }
    stopping = true
    setTimeout(() => process.exit(0), drainLimit).unref()
    note(signal)
    await close()
    process.exit(0)
  }
  for (const signal of stopSignals) process.on(signal, stop)
}
