import { setTimeout as sleep } from 'node:timers/promises'
import { describeDatabaseFault } from '../../database-fault.ts'
import { Unavailable } from '../../oauth/ports.ts'
import type { AuditRow } from '../../storage/audit-chain.ts'
import { listNewest, listSince } from '../../storage/stores/audit-statements.ts'
import type { CommonOptions } from '../command.ts'
import { type Ground, withGround } from '../open-ground.ts'
import { UsageError } from '../refusals.ts'

/** How the audit log is shown. */
export interface TailOptions extends CommonOptions {
  readonly lines?: string
  readonly follow?: boolean
}

const everyMs = 500
/** Rows come a moment after what they tell of, and clocks of nodes differ: so far back is looked again. */
const lookBackMs = 60_000
const most = 100_000

/** Shows the newest rows, one a line, the newest last. */
export async function tail(options: TailOptions): Promise<void> {
  const lines = Number(options.lines ?? 20)
  if (!Number.isInteger(lines) || lines < 0 || lines > most) throw new UsageError(`--lines is 0 to ${most}`)
  await withGround(options, 'refuse', async (ground) => {
    const rows = [...(await ground.database.run(listNewest, { most: lines }))].reverse()
    for (const row of rows) show(row, options)
    if (options.follow) await follow(ground, rows, options)
  })
}

async function follow(ground: Ground, shown: readonly AuditRow[], options: TailOptions): Promise<void> {
  let newest = shown.at(-1)?.at ?? Date.now()
  let known = new Set<string>()
  const listRecent = () => listWhenBack(ground, newest - lookBackMs, options)
  // What was there before and was not asked for is not news.
  for (const row of await listRecent()) if (row.at <= newest) known.add(nameOf(row))
  while (process.stdout.writable) {
    await sleep(everyMs)
    const rows = await listRecent()
    for (const row of rows.filter((one) => !known.has(nameOf(one)))) show(row, options)
    known = new Set(rows.map(nameOf))
    newest = Math.max(newest, ...rows.map((row) => row.at))
  }
}

/** Waits for a database that is away, as it is while it is started again. */
async function listWhenBack({ database, config }: Ground, since: number, { json }: TailOptions) {
  for (let isAway = false; ; isAway = true) {
    try {
      return await database.run(listSince, { since })
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      const what = `note: ${describeDatabaseFault(error, config.database)}; tail goes on when the database is back\n`
      if (!isAway && !json) process.stderr.write(what)
      await sleep(everyMs)
    }
  }
}

function nameOf({ chain, number }: AuditRow): string {
  return `${chain}:${number}`
}

function show(row: AuditRow, { json }: TailOptions): void {
  process.stdout.write(`${json ? JSON.stringify(toData(row)) : toLine(row)}\n`)
}

function toData({ at, ...row }: AuditRow) {
  const known = Object.entries(row).filter(([, value]) => value !== null)
  return { at: new Date(at).toISOString(), ...Object.fromEntries(known) }
}

function toLine({ at, type, actor, client_id, account_id, authorization_id, address, request_id, detail }: AuditRow) {
  const facts = [
    ['by', actor],
    ['account', account_id],
    ['client', client_id],
    ['key', authorization_id],
    ['from', address],
    ['request', request_id],
  ] as const
  const known = facts.filter(([, value]) => value !== null).map(([name, value]) => `${name} ${value}`)
  return [new Date(at).toISOString(), type.padEnd(22), ...known, ...(detail === null ? [] : [`(${detail})`])].join('  ')
}
