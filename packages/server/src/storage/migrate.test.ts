import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MigrationFailed, migrate, planMigration } from './migrate.ts'
import { type MigrationStep, migrations } from './migrations/index.ts'
import { DatabaseError, openAsItIs, openDatabase } from './open-database.ts'
import { readSchemaState, refuseNewer, refuseOther, SchemaTooNew, SchemaTooOld } from './schema-state.ts'
import { onEachEngine } from './testing/engines.ts'

const now = Date.now()
const last = migrations.length

/** A step of a future release. */
function later(oldestCompatible: number, table = 'later'): MigrationStep {
  return {
    name: table,
    oldestCompatible,
    load: async () => (db) => [
      db.schema.createTable(table).addColumn('id', 'integer', (column) => column.primaryKey()),
    ],
  }
}

await onEachEngine('migrations', ({ create, name }) => {
  test(`${name}: of five nodes starting at once, each finds the complete schema, and every step is applied once`, async () => {
    const url = create('together')
    const databases = await Promise.all([1, 2, 3, 4, 5].map(() => openDatabase(url, now)))
    for (const database of databases) {
      const { applied } = await readSchemaState(database)
      assert.deepEqual(
        applied.map(({ version }) => version),
        migrations.map((_, index) => index + 1),
      )
    }
    await Promise.all(databases.map((database) => migrate(database, now, [...migrations, later(last)])))
    assert.equal((await readSchemaState(databases[0] ?? assert.fail())).version, last + 1)
    await Promise.all(databases.map((database) => database.close()))
  })

  test(`${name}: an older release runs alongside a step that only adds, and is refused after one that removes`, async () => {
    const database = await openDatabase(create('alongside'), now)
    const adds = [...migrations, later(last, 'adds')]
    await migrate(database, now, adds)
    refuseNewer(await readSchemaState(database))
    refuseOther(await readSchemaState(database))
    await migrate(database, now)
    const takes = [...adds, later(last + 1, 'takes')]
    await migrate(database, now, takes)
    const state = await readSchemaState(database)
    assert.throws(() => refuseNewer(state), SchemaTooNew)
    await assert.rejects(migrate(database, now), /schema \d+ and this release knows \d+: install the newer release/)
    refuseNewer(state, adds)
    // A later step's lower requirement does not cancel that of an earlier one.
    await migrate(database, now, [...takes, later(1, 'more')])
    assert.throws(() => readSchemaStateOf(last + 3, last + 1), SchemaTooNew)
    assert.equal((await readSchemaState(database)).oldestCompatible, last + 1)
    await database.close()
  })

  test(`${name}: a failed step leaves nothing behind and is named`, async () => {
    const database = await openDatabase(create('fails'), now)
    const breaks: MigrationStep = {
      name: 'breaks',
      oldestCompatible: last,
      load: async () => (db) => [
        db.schema.createTable('half').addColumn('id', 'integer'),
        db.schema.createTable('account').addColumn('id', 'integer'),
      ],
    }
    await assert.rejects(migrate(database, now, [...migrations, breaks]), (error: unknown) => {
      assert.ok(error instanceof MigrationFailed)
      assert.match(
        error.message,
        /step \d+ of the schema \(breaks\) failed and was rolled back: .*account.* already exists/,
      )
      return true
    })
    assert.equal((await readSchemaState(database)).version, last)
    await migrate(database, now, [...migrations, later(last, 'half')])
    await database.close()
  })

  test(`${name}: without migration an older schema is refused, and its plan can be read first`, async () => {
    const url = create('older')
    const error = await openDatabase(url, now, 'refuse').catch((one: unknown) => one)
    assert.ok(error instanceof DatabaseError && error.cause instanceof SchemaTooOld)
    assert.match(error.message, /is empty and this release needs schema \d+: run valetkey migrate up/)
    const database = await openAsItIs(url)
    assert.equal((await readSchemaState(database)).version, 0, 'reading the state changes nothing')
    const plan = await planMigration(database)
    assert.deepEqual(
      plan.map((step) => step.name),
      migrations.map((step) => step.name),
    )
    assert.ok(plan[0]?.sql.some((sql) => sql.startsWith('create table "account"')))
    await migrate(database, now)
    assert.deepEqual(await planMigration(database), [])
    await (await openDatabase(url, now, 'refuse')).close()
    await database.close()
  })
})

function readSchemaStateOf(version: number, oldestCompatible: number): void {
  refuseNewer({ version, oldestCompatible, applied: [] })
}
