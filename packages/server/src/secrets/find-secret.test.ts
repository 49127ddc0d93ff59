import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { readConfig } from '../config/read-config.ts'
import { createServer } from '../main.ts'
import { DatabaseError } from '../storage/open-database.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-secret-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function start(database: string, issuer = 'http://localhost:4000') {
  const config = readConfig({ environment: {}, options: { database: `sqlite:${database}`, issuer } })
  return createServer(config, { say: () => undefined })
}

async function refusal(...args: Parameters<typeof start>): Promise<Error> {
  const error = await start(...args).catch((one) => one)
  assert.ok(error instanceof Error, 'it started')
  return error
}

test('a start that fails for its database changes nothing there and leaves no secret behind', async () => {
  const [inside, foreign] = [path.join(folder, 'inside'), path.join(folder, 'foreign.db')]
  mkdirSync(inside)
  const theirs = new DatabaseSync(foreign)
  theirs.exec('create table song (title text)')
  theirs.close()
  const before = readFileSync(foreign)
  const cases = [
    [inside, /inside cannot be used: it is a folder; name a file in it: sqlite:.*inside\/valetkey\.db$/],
    [foreign, /foreign\.db cannot be used: it holds the tables of another program; name a new file$/],
  ] as const
  for (const [file, expected] of cases) {
    const error = await refusal(file)
    assert.ok(error instanceof DatabaseError)
    assert.match(error.message, expected)
  }
  assert.deepEqual(readdirSync(folder).sort(), ['foreign.db', 'inside'])
  assert.deepEqual(readFileSync(foreign), before)
})

test('a new or empty file gets a database, and a secret next to it', async () => {
  const file = path.join(folder, 'empty.db')
  new DatabaseSync(file).close()
  assert.ok(existsSync(file))
  for (const one of [file, path.join(folder, 'new.db')]) {
    const server = await start(one)
    await server.close()
    assert.ok(existsSync(`${one}.secret`))
  }
})

test('a missing secret of an existing database is not replaced by a new one', async () => {
  const file = path.join(folder, 'lost.db')
  await (await start(file)).close()
  const secret = readFileSync(`${file}.secret`)
  rmSync(`${file}.secret`)
  for (let twice = 0; twice < 2; twice++) {
    assert.match((await refusal(file)).message, /secret is not the one this database was created with/)
    assert.equal(existsSync(`${file}.secret`), false)
  }
  writeFileSync(`${file}.secret`, secret)
  await (await start(file)).close()
})

test('if no secret may be generated, nothing else is created', async () => {
  const file = path.join(folder, 'public.db')
  assert.match((await refusal(file, 'https://id.example.com')).message, /^secret is missing/)
  assert.equal(existsSync(file), false)
})
