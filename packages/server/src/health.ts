import type { AuditWriterState } from './maintenance/audit-writer.ts'
import type { SigningKeyStore } from './maintenance/signing-keys.ts'
import { signingAlgorithms } from './maintenance/signing-keys.ts'
import type { ServerSecret } from './secret.ts'
import type { Database } from './storage/database.ts'
import { proveWritable, readDatabaseClock, readSchema } from './storage/health.ts'

/** One thing that must be so for the server to serve. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found; where it is wrong, also what mends it. */
  readonly text: string
}

/** What the checks look at. */
export interface HealthOptions {
  readonly database: Database
  readonly signingKeys: Pick<SigningKeyStore, 'list'>
  readonly secret: Pick<ServerSecret, 'open'>
  readonly clock: () => number
  readonly auditState: () => AuditWriterState
}

/** What clocks may differ by before tokens of one node are refused by another, in milliseconds. */
const skew = 60_000
/** However often it is asked, the database is asked once in this time, in milliseconds. */
const freshFor = 1_000
/** An answer that takes longer is none, in milliseconds: a probe does not wait for ever. */
const patience = 4_500

/** Creates the check of whether the server can serve: every check, always in the same order. */
export function createReadiness(options: HealthOptions): () => Promise<readonly Check[]> {
  let known: Promise<readonly Check[]> | undefined
  let until = 0
  return () => {
    // Not by the clock of the day, which may be set back: then what was known would stand until it comes round again.
    const now = performance.now()
    if (known === undefined || until < now) {
      until = now + freshFor
      known = checkAll(options)
    }
    return known
  }
}

async function checkAll(options: HealthOptions): Promise<readonly Check[]> {
  const { database, auditState, clock } = options
  return Promise.all([
    check('database', 'start it, or name the right one with `database`', async () => {
      await readSchema(database)
      return ok('answers')
    }),
    check('writes', 'give it room and the right to write, or point `database` at the primary', async () => {
      await proveWritable(database)
      return ok('are taken')
    }),
    check('schema', 'see `database`', async () => {
      const { has, needs } = await readSchema(database)
      if (has >= needs) return ok(`is ${has}`)
      return wrong(`is ${has} and this release needs ${needs}: restart the server, which brings it up`)
    }),
    check('signing keys', 'see `database`', () => checkKeys(options)),
    check('clock', 'see `database`', () => checkClock(database, clock)),
    check('audit', 'see `database`', async () => checkAudit(auditState(), clock())),
  ])
}

type Finding = Omit<Check, 'name'>

const ok = (text: string): Finding => ({ ok: true, text })
const wrong = (text: string): Finding => ({ ok: false, text })

async function check(name: string, mend: string, work: () => Promise<Finding>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(wrong(`no answer within ${patience / 1000} seconds: ${mend}`)), patience)
  })
  // What exactly went wrong may name hosts and users: the log has it, a probe does not.
  const done = work().catch(() => wrong(`the database does not do what it must: ${mend}`))
  const finding = await Promise.race([done, late])
  clearTimeout(timer)
  return { name, ...finding }
}

async function checkKeys({ signingKeys, secret, clock }: HealthOptions): Promise<Finding> {
  const keys = await signingKeys.list(clock())
  const missing = signingAlgorithms.filter((algorithm) => !keys.some((key) => key.algorithm === algorithm))
  if (missing.length > 0) return wrong(`there is none for ${missing.join(', ')}: run \`valetkey keys rotate --now\``)
  if (keys.every((key) => secret.open(key.private_key) !== undefined)) return ok(`${keys.length} open with the secret`)
  return wrong('they do not open with this secret: set VALETKEY_SECRET to the one this database was made with')
}

async function checkClock(database: Database, clock: () => number): Promise<Finding> {
  const theirs = await readDatabaseClock(database)
  const seconds = Math.round(Math.abs(clock() - (theirs ?? 0)) / 1000)
  if (seconds * 1000 <= skew) return ok('agrees with the database’s')
  return wrong(`differs from the database’s by ${seconds} seconds: set both by NTP`)
}

function checkAudit({ waiting, most, failingSince }: AuditWriterState, now: number): Finding {
  if (waiting >= most) {
    return wrong(`${waiting} events wait and new ones are lost: mend the database, which does not take them`)
  }
  if (failingSince === undefined) return ok(`${waiting} events wait to be written`)
  return ok(`${waiting} events wait; writing has failed for ${Math.round((now - failingSince) / 1000)} seconds`)
}
