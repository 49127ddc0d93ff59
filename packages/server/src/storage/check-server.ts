import { maxClockDifference } from '../oauth/ports.ts'
import type { Connection } from './database.ts'
import { statement } from './statement.ts'

const facts = statement<{ encoding: string }>('check-server/facts')((query, gap) =>
  query.selectNoFrom((eb) => [
    eb.fn<string>('version', []).as('version'),
    eb.fn<Date>('clock_timestamp', []).as('clock'),
    eb.fn<string>('current_setting', [eb.val(gap.encoding)]).as('encoding'),
  ]),
)

const oldest = 15

/** The PostgreSQL server does not meet a requirement; the message names the fix. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused'
}

/**
 * Checks a PostgreSQL server's release and encoding, and that its clock and ours agree.
 * @throws ServerRefused
 */
export async function checkServer(connection: Connection, now: number): Promise<void> {
  const started = performance.now()
  const [row] = await connection.run(facts, { encoding: 'server_encoding' })
  if (row === undefined) return
  refuseOldServer(row.version)
  refuseOtherEncoding(row.encoding)
  refuseOtherClock(row.clock.getTime(), now + (performance.now() - started))
}

/**
 * Refuses PostgreSQL before 15, according to `version()`. Engines that only speak its protocol have their own version
 * numbers.
 */
export function refuseOldServer(version: string): void {
  const release = /^PostgreSQL (\d+)(\S*)/.exec(version)
  if (release === null || /-YB-/.test(version) || Number(release[1]) >= oldest) return
  throw new ServerRefused(`it is PostgreSQL ${release[1]}${release[2]}; Valetkey needs PostgreSQL ${oldest} or newer`)
}

/** Refuses an encoding that cannot store every character: writing a name with such a character would fail. */
function refuseOtherEncoding(encoding: string): void {
  if (encoding === 'UTF8') return
  throw new ServerRefused(
    `its encoding is ${encoding}; name a database in UTF8, created with createdb --template template0 --encoding UTF8`,
  )
}

/** Refuses a clock that is off by more than a minute: one node would refuse another node's tokens. */
export function refuseOtherClock(theirs: number, ours: number): void {
  const off = Math.round((ours - theirs) / 1000)
  if (Math.abs(off) * 1000 <= maxClockDifference) return
  const way = off > 0 ? 'ahead of' : 'behind'
  throw new ServerRefused(
    `this computer's clock is ${Math.abs(off)} seconds ${way} the database's; set both by NTP, then start again`,
  )
}
