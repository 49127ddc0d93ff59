import { setTimeout as sleep } from 'node:timers/promises'
import { normalizeUsername } from '../../accounts/username.ts'
import { nearest } from '../../config/config-error.ts'
import { auditTypes } from '../../oauth/audit-event.ts'
import { Unavailable } from '../../oauth/ports.ts'
import { printable } from '../../observability/printable.ts'
import { describeDatabaseFault } from '../../storage/database-fault.ts'
import type { AuditRow } from '../../storage/stores/audit/audit-chain.ts'
import { type AuditFilter, listMatching, listSince } from '../../storage/stores/audit/statements.ts'
import { createUsernames } from '../../storage/stores/usernames.ts'
import type { CommonOptions } from '../command.ts'
import { readSpan } from '../read-span.ts'
import { UsageError } from '../refusals.ts'
import { type CommandContext, withDatabase } from '../with-database.ts'
import { writeJson } from '../write-json.ts'

export interface TailOptions extends CommonOptions {
  readonly lines?: string
  readonly follow?: boolean
  /** A time in ISO 8601, or how long ago, such as `24h`. */
  readonly since?: string
  readonly type?: string
  readonly client?: string
  /** A username. */
  readonly account?: string
}

const pollMs = 500
/** How far back each poll looks: rows are written shortly after their time, and the clocks of nodes differ. */
const lookBackMs = 60_000
const maxLines = 100_000

/** Prints the newest rows, the newest last. */
export async function tail(options: TailOptions): Promise<void> {
  const lines = Number(options.lines ?? 20)
  if (!Number.isInteger(lines) || lines < 0 || lines > maxLines)
    throw new UsageError(`--lines ${options.lines}: give a number from 0 to ${maxLines}`)
  checkType(options.type)
  const since = options.since === undefined ? 0 : readSince(options.since)
  await withDatabase(options, 'refuse', async (context) => {
    const filter = { ...(await toFilter(context, options)), since }
    const view = { options, usernameOf: createUsernames(context.database) }
    const family = filter.type === null ? null : `${filter.type}.%`
    const rows = [...(await context.database.run(listMatching, { ...filter, family, most: lines }))].reverse()
    for (const row of rows) await show(row, view)
    if (rows.length === 0 && lines > 0 && !options.json) process.stderr.write('note: no row matches\n')
    if (options.follow) await follow(context, { shown: rows, filter, view })
  })
}

/** @throws UsageError for a type that no row can have */
function checkType(type: string | undefined): void {
  if (type === undefined || auditTypes.some((known) => known === type || known.startsWith(`${type}.`))) return
  const subjects = [...new Set(auditTypes.map((known) => known.split('.')[0] ?? known))]
  const near = nearest(type, [...subjects, ...auditTypes])
  const hint = near === undefined ? '' : `did you mean ${near}? `
  throw new UsageError(
    `--type ${type}: no event has this type; ${hint}known: ${auditTypes.join(', ')}; or a prefix of them: ${subjects.join(', ')}`,
  )
}

interface View {
  readonly options: TailOptions
  readonly usernameOf: ReturnType<typeof createUsernames>
}

function readSince(text: string): number {
  if (/^\d+[smhd]$/.test(text)) return Date.now() - readSpan('--since', text)
  const moment = Date.parse(text)
  if (Number.isNaN(moment) || !/^\d{4}-/.test(text))
    throw new UsageError(`--since ${text}: give a time such as 2026-01-31T12:00Z, or a span such as 30m, 24h or 7d`)
  return moment
}

async function toFilter(
  { provisioning }: CommandContext,
  { type, client, account }: TailOptions,
): Promise<Omit<AuditFilter, 'since'>> {
  const username = account === undefined ? null : normalizeUsername(account)
  const found = username === null ? undefined : await provisioning.findAccount(username)
  return {
    type: type ?? null,
    clientId: client ?? null,
    // A removed account is found by the id in its rows.
    accountId: account === undefined ? null : (found?.id ?? account),
    username,
  }
}

function isMatch(row: AuditRow, { type, clientId, accountId, username }: Omit<AuditFilter, 'since'>): boolean {
  const isOfAccount =
    accountId === null || row.account_id === accountId || (row.type.startsWith('account.') && row.detail === username)
  const isOfType = type === null || row.type === type || row.type.startsWith(`${type}.`)
  return isOfType && isOfAccount && (clientId === null || row.client_id === clientId)
}

interface Following {
  readonly shown: readonly AuditRow[]
  readonly filter: AuditFilter
  readonly view: View
}

async function follow(context: CommandContext, { shown, filter, view }: Following): Promise<void> {
  let newest = shown.at(-1)?.at ?? Date.now()
  let known = new Set<string>()
  const listRecent = () => listWhenAvailable(context, newest - lookBackMs, view.options)
  // Rows that existed before are not new.
  for (const row of await listRecent()) if (row.at <= newest) known.add(rowId(row))
  while (process.stdout.writable) {
    await sleep(pollMs)
    const rows = await listRecent()
    for (const row of rows) if (!known.has(rowId(row)) && isMatch(row, filter)) await show(row, view)
    known = new Set(rows.map(rowId))
    newest = Math.max(newest, ...rows.map((row) => row.at))
  }
}

/** Waits while the database is unavailable, such as during a restart. */
async function listWhenAvailable({ database, config }: CommandContext, since: number, { json }: TailOptions) {
  for (let isUnavailable = false; ; isUnavailable = true) {
    try {
      return await database.run(listSince, { since })
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      const what = `note: ${describeDatabaseFault(error, config.database)}; tail continues when the database is available\n`
      if (!isUnavailable && !json) process.stderr.write(what)
      await sleep(pollMs)
    }
  }
}

function rowId({ chain, number }: AuditRow): string {
  return `${chain}:${number}`
}

async function show(row: AuditRow, { options, usernameOf }: View): Promise<void> {
  const username = row.account_id === null ? undefined : await usernameOf(row.account_id)
  process.stdout.write(`${options.json ? writeJson(toData(row, username)) : toLine(row, username)}\n`)
}

function toData({ at, ...row }: AuditRow, username: string | undefined) {
  const known = Object.entries(row).filter(([, value]) => value !== null)
  return {
    at: new Date(at).toISOString(),
    ...Object.fromEntries(known),
    ...(username === undefined ? {} : { username }),
  }
}

/** The width of the longest type. */
const typeWidth = 28

function toLine(row: AuditRow, username: string | undefined): string {
  const facts = [
    ['by', row.actor],
    ['account', username ?? row.account_id],
    ['client', row.client_id],
    ['key', row.authorization_id],
    ['from', row.address],
    ['request', row.request_id],
  ] as const
  const known = facts.filter(([, value]) => value !== null).map(([name, value]) => `${name} ${printable(value)}`)
  const detail = row.detail === null ? [] : [`(${printable(row.detail)})`]
  return [new Date(row.at).toISOString(), printable(row.type).padEnd(typeWidth), ...known, ...detail].join('  ')
}
