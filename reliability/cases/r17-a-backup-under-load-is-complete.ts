import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { checkLedger } from '../drive/ledger.ts'
import { startLoad } from '../drive/load.ts'
import { valetkey } from '../environment/command.ts'
import type { Deployment } from '../environment/deployment.ts'
import { people } from '../environment/setup.ts'

/** Invariants of every database, whenever it was copied. */
const invariants: Readonly<Record<string, string>> = {
  'a token family of a code that was never used': `select 1 from token_family
    join code on code.family_id = token_family.id where code.used_at is null`,
  'a token family without its key': `select 1 from token_family
    left join "authorization" on "authorization".id = authorization_id where "authorization".id is null`,
  'an access token without its line': `select 1 from access_token
    left join token_family on token_family.id = family_id where family_id is not null and token_family.id is null`,
  'a line without an access token for each generation': `select 1 from token_family where revoked_at is null
    and generation + 1 > (select count(*) from access_token where family_id = token_family.id)`,
}

/** The longest that a backup of these few megabytes may take under load, in milliseconds. */
const bound = 10_000

/** How a database of one engine is copied, looked at, and put back. */
interface Keeper {
  /** Copies the database while nodes write to it; returns what a copy that was put back is found by. */
  backUp(round: number): Promise<string>
  findBroken(copy: string): readonly string[]
  /** Puts the copy in the place of the database, which no node uses now. */
  putBack(copy: string): void
}

/** The database is copied while nodes write to it; the copy is then put in its place. */
export const aBackupUnderLoadIsComplete: Case = {
  id: 'R17',
  claim: 'a backup under load is complete, and contains everything acknowledged before it began',
  engines: bothEngines,
  async run({ engine, isLong, start }) {
    const rounds = isLong ? 20 : 1
    const deployment = await start()
    const keeper = engine === 'sqlite' ? keepFile(deployment) : keepCluster(deployment)
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const before = startLoad(deployment, browser, { clients: 8 })
    await sleep(isLong ? 3000 : 500)
    await before.stop()
    faults.push(...before.faults)
    let copy = ''
    let longest = 0
    for (let round = 0; round < rounds; round++) {
      const during = startLoad(deployment, browser, { clients: 8 })
      await sleep(200)
      const began = performance.now()
      copy = await keeper.backUp(round)
      longest = Math.max(longest, performance.now() - began)
      await during.stop()
      faults.push(...during.faults, ...keeper.findBroken(copy).map((broken) => `backup ${round}: ${broken}`))
    }
    if (longest > bound) faults.push(`a backup took ${Math.round(longest / 1000)} s under load`)
    await Promise.all(deployment.nodes.map((node) => node.end('SIGTERM')))
    keeper.putBack(copy)
    for (const node of deployment.nodes) await node.start()
    const { checked, faults: lost } = await checkLedger(deployment, before.ledger)
    return {
      figures: { backups: rounds, 'longest backup': `${Math.round(longest)} ms`, ...checked },
      faults: [...faults, ...lost.map((fault) => `restored: ${fault}`)],
    }
  },
}

/** SQLite: the command copies the file, and a copy takes its place. */
function keepFile(deployment: Deployment): Keeper {
  return {
    async backUp(round) {
      const copy = join(deployment.folder, `backup-${round}.db`)
      await valetkey(['backup', copy, '--config', deployment.config])
      return copy
    },
    findBroken(copy) {
      const database = new DatabaseSync(copy, { readOnly: true })
      const integrity = String(database.prepare('PRAGMA integrity_check').get()?.integrity_check)
      const strangers = database.prepare('PRAGMA foreign_key_check').all().length
      const broken = Object.entries(invariants).filter(([, query]) => database.prepare(query).all().length > 0)
      database.close()
      return [
        ...(integrity === 'ok' ? [] : [`integrity: ${integrity}`]),
        ...(strangers === 0 ? [] : [`${strangers} rows point to nothing`]),
        ...broken.map(([name]) => name),
      ]
    },
    putBack: (copy) => cpSync(copy, deployment.database.slice('sqlite:'.length)),
  }
}

/** PostgreSQL: `pg_dump` and `pg_restore`, which refuses rows that point to nothing; the new database takes the name of the old. */
function keepCluster(deployment: Deployment): Keeper {
  const cluster = deployment.cluster()
  const name = new URL(deployment.database).pathname.slice(1)
  return {
    async backUp(round) {
      const file = join(deployment.folder, `backup-${round}.dump`)
      await cluster.dump(name, file)
      const copy = `${name}_backup_${round}`
      await cluster.restore(file, copy)
      return copy
    },
    findBroken: (copy) => Object.keys(invariants).filter((key) => cluster.sql(invariants[key] ?? '', copy) !== ''),
    putBack(copy) {
      cluster.sql(`DROP DATABASE "${name}" WITH (FORCE)`)
      cluster.sql(`ALTER DATABASE "${copy}" RENAME TO "${name}"`)
    },
  }
}
