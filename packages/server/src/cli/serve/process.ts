import { portOf } from '../../config/issuer.ts'

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
  process.stdout.write(
    json ? `${JSON.stringify(ready)}\n` : `valetkey is ready at ${ready.issuer}${whereElse(ready)}\n`,
  )
}

/** Behind a proxy the issuer has another port than the server; with a mistaken one, nothing answers there. */
function whereElse({ issuer, host, port }: Ready): string {
  return portOf(issuer) === port ? '' : ` (listening on ${host.includes(':') ? `[${host}]` : host}:${port})`
}

/** The first signal ends what is under way and exits with 0; the second does not wait. */
export function stopOnSignal(close: () => Promise<void>, onImpatience: () => void = () => undefined): void {
  let stopping = false
  async function stop(): Promise<void> {
    if (stopping) {
      onImpatience()
      process.exit(1)
    }
    stopping = true
    setTimeout(() => process.exit(0), drainLimit).unref()
    await close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
