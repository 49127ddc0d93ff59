import type { AuditWriterState } from '../audit/audit-writer.ts'
import type { MailState } from '../mail/send-mail.ts'
import { keyAlgorithms, maxClockDifference } from '../oauth/ports.ts'
import type { ServerSecret } from '../secrets/server-secret.ts'
import type { SigningKeyStore } from '../signing-keys/ports.ts'
import type { Database } from '../storage/database.ts'
import { nameConnectionFault } from '../storage/database-fault.ts'
import { proveTables, proveWritable, readDatabaseClock, watchFile } from '../storage/health.ts'
import { migrations } from '../storage/migrations/index.ts'
import { readSchemaState } from '../storage/schema-state.ts'

/** A condition for the server to serve. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** The result; for a failure, also the fix. */
  readonly text: string
  /** Not checked, because an earlier check failed. */
  readonly skipped?: true
}

/** A check that failed, for the log. */
export interface Fault extends Check {
  /** The exact error, which a probe does not show: it may contain names of hosts and users. */
  readonly cause: unknown
}

export interface HealthOptions {
  readonly database: Database
  /** The database's file, if it is one. */
  readonly file: string | undefined
  readonly signingKeys: Pick<SigningKeyStore, 'list'>
  readonly secret: Pick<ServerSecret, 'open'>
  readonly clock: () => number
  readonly auditState: () => AuditWriterState
  /** Undefined: no mail is sent, and none is checked. */
  readonly mailState?: (() => MailState) | undefined
  /** Receives the failed checks whenever they change; an empty list when all succeed again. */
  readonly onChange: (faults: readonly Fault[]) => void
}

/** The database is queried at most once in this time, in milliseconds. */
const freshFor = 1_000
/** The limit for one check, in milliseconds: a probe must not wait forever. */
const timeout = 4_500

/** Creates the readiness check: every check, always in the same order. */
export function createReadiness(options: HealthOptions): () => Promise<readonly Check[]> {
  const isInPlace = options.file === undefined || options.file === ':memory:' ? () => true : watchFile(options.file)
  let known: Promise<readonly Check[]> | undefined
  let until = 0
  let reported = ''
  async function look(): Promise<readonly Check[]> {
    const findings = await checkAll(options, isInPlace)
    const faults = findings.filter(({ ok, skipped }) => !ok && !skipped)
    const names = faults.map(({ name }) => name).join()
    if (names !== reported) options.onChange(faults)
    reported = names
    return findings.map(({ cause: _cause, ...check }) => check)
  }
  return () => {
    // Not the wall clock, which may be set back: a cached result would then stay in use until the old time comes round
    // again.
    const now = performance.now()
    if (known === undefined || until < now) {
      until = now + freshFor
      known = look()
    }
    return known
  }
}

async function checkAll(options: HealthOptions, isInPlace: () => boolean): Promise<readonly Fault[]> {
  const { database, auditState, mailState, clock } = options
  const state = readSchemaState(database)
  const findings = await Promise.all([
    check('database', 'start it, or name the right one with `database`', async () => {
      await state
      if (isInPlace()) return ok('answers')
      return wrong(
        'its file is no longer where it was opened, and new data would be lost: stop the server, put the file back, start again',
      )
    }),
    check('writes', 'give it disk space and write permission, or point `database` at the primary', async () => {
      await proveWritable(database)
      return ok('are taken')
    }),
    check('schema', 'every table must exist, and this user needs the right to read and write each', async () => {
      const { version, oldestCompatible } = await state
      if (version < migrations.length)
        return wrong(`is ${version} and this release needs ${migrations.length}: restart the server, which upgrades it`)
      if (version > migrations.length && oldestCompatible > migrations.length)
        return wrong(`is ${version}, which this release cannot run with: install the newer release`)
      await proveTables(database)
      return ok(`is ${version}`)
    }),
    check('signing keys', 'see `database`', () => checkKeys(options)),
    check('clock', 'see `database`', () => checkClock(database, clock)),
    check('audit', 'see `database`', async () => checkAudit(auditState(), clock())),
    ...(mailState === undefined
      ? []
      : [check('mail', 'see `valetkey doctor`', async () => checkMail(mailState(), clock()))]),
  ])
  return skipDependent(findings)
}

/** A missing connection is the one cause: the other checks of the database were not possible. */
function skipDependent(findings: readonly Fault[]): readonly Fault[] {
  const [first, ...others] = findings
  const cause = first && !first.ok ? nameConnectionFault(first.cause) : undefined
  if (first === undefined || cause === undefined) return findings
  const skipped = (one: Fault): Fault =>
    one.ok ? one : { name: one.name, ok: false, text: 'skipped: see `database`', skipped: true, cause: undefined }
  return [{ ...first, text: `${cause}: start it, or name the right one with \`database\`` }, ...others.map(skipped)]
}

type Finding = Omit<Fault, 'name'>

const ok = (text: string): Finding => ({ ok: true, text, cause: undefined })
const wrong = (text: string, cause?: unknown): Finding => ({ ok: false, text, cause })

async function check(name: string, fix: string, work: () => Promise<Finding>): Promise<Fault> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(wrong(`no answer within ${timeout / 1000} seconds: ${fix}`)), timeout)
  })
  const done = work().catch((error) => wrong(`the database does not work as required: ${fix}`, error))
  const finding = await Promise.race([done, late])
  clearTimeout(timer)
  return { name, ...finding }
}

async function checkKeys({ signingKeys, secret, clock }: HealthOptions): Promise<Finding> {
  const keys = await signingKeys.list(clock())
  const missing = keyAlgorithms.filter((algorithm) => !keys.some((key) => key.algorithm === algorithm))
  if (missing.length > 0)
    return wrong(`there is none for ${missing.join(', ')}: run \`valetkey signing-keys rotate --now\``)
  if (keys.every((key) => secret.open(key.private_key) !== undefined)) return ok(`${keys.length} open with the secret`)
  return wrong('they do not open with this secret: set VALETKEY_SECRET to the one this database was created with')
}

async function checkClock(database: Database, clock: () => number): Promise<Finding> {
  const theirs = await readDatabaseClock(database)
  const seconds = Math.round(Math.abs(clock() - (theirs ?? 0)) / 1000)
  if (seconds * 1000 <= maxClockDifference) return ok('agrees with the database’s')
  return wrong(`differs from the database’s by ${seconds} seconds: set both by NTP`)
}

function checkAudit({ waiting, most, failingSince }: AuditWriterState, now: number): Finding {
  if (waiting >= most) {
    return wrong(`${waiting} events wait and new ones are lost: fix the database, which rejects them`)
  }
  if (failingSince === undefined) return ok(`${waiting} events wait to be written`)
  return ok(`${waiting} events wait; writing has failed for ${Math.round((now - failingSince) / 1000)} seconds`)
}

/** A detail: without mail the server serves, and what could not be sent is sent later. */
function checkMail({ failingSince }: MailState, now: number): Finding {
  if (failingSince === undefined) return ok('no message failed since the last one that was sent')
  const seconds = Math.round((now - failingSince) / 1000)
  return ok(`has not been sent for ${seconds} seconds: run \`valetkey doctor\`, which tries the SMTP server`)
}
