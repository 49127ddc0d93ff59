import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { contacts, createPlace } from '../../testing/cli.ts'
import type { Finding } from './finding.ts'

const env = { VALETKEY_SECRET: 'Zm9ydHktdHdvLXJhbmRvbS1ieXRlcy1hcmUtZ29vZA' }
const place = await createPlace({ apis: [contacts] })

async function findings(members: object, args: readonly string[] = []) {
  place.write(members)
  const { code, stdout, stderr } = await place.run(['doctor', '--config', place.file, '--json', ...args], { env })
  assert.equal(stderr, '')
  const { errors, warnings } = JSON.parse(stdout) as Record<'errors' | 'warnings', readonly JsonFinding[]>
  return { code, wrong: errors.map(toFinding('error')), warnings: warnings.map(toFinding('warning')) }
}

/** A finding as `--json` writes it. */
interface JsonFinding {
  readonly subject: string
  readonly reason: string
  readonly fix: string
  readonly clause: string | null
}

function toFinding(level: Finding['level']) {
  return ({ subject, reason, fix, clause, ...rest }: JsonFinding): Finding => {
    assert.deepEqual(rest, {})
    return { level, where: subject, what: reason, fix, ...(clause === null ? {} : { clause }) }
  }
}

test('every finding as JSON has the members subject, reason, fix and clause', async () => {
  place.write({ apis: [contacts], listen: { host: '0.0.0.0' } })
  const { stdout } = await place.run(['doctor', '--config', place.file, '--json'], { env })
  const { errors, warnings, ...rest } = JSON.parse(stdout)
  assert.deepEqual(rest, {})
  assert.ok(errors.length + warnings.length > 0)
  for (const one of [...errors, ...warnings]) {
    assert.deepEqual(Object.keys(one).sort(), ['clause', 'fix', 'reason', 'subject'])
  }
})

test('a new configuration has no findings, and doctor creates no database', async () => {
  const { code, wrong, warnings } = await findings({ apis: [contacts] })
  assert.equal(code, 0)
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    warnings.map((one) => one.where),
    ['database'],
  )
  await place.run(['apply', place.file], { env })
  assert.deepEqual(await findings({ apis: [contacts] }), { code: 0, wrong: [], warnings: [] })
})

test('a playground on an https issuer is reported, and one on this computer is not', async () => {
  const hasFinding = async (members: object) => {
    const { warnings } = await findings({ apis: [contacts], ...members })
    return warnings.some(({ where }) => where === 'playground')
  }
  assert.equal(await hasFinding({ issuer: 'https://id.example.com', playground: true }), true)
  assert.equal(await hasFinding({ issuer: 'https://id.example.com' }), false)
  assert.equal(await hasFinding({ playground: true }), false)
})

test('each insecure option of a client is reported with its clause and fix', async () => {
  const client = (client_id: string, more: object) => ({
    client_id,
    redirect_uris: ['https://a.example.com/cb'],
    ...more,
  })
  const secret = 'k3Jx0pZ8vQ2mT7wY5nB1cL6dF9hG4sA0uE_iO-rXyzW'
  const clients = [
    client('implicit', { dangerously: { allowImplicit: true } }),
    client('password', { client_secret: secret, dangerously: { allowPassword: true } }),
    client('pkce', { dangerously: { allowWithoutPkce: true } }),
    client('short', { client_secret: 'aaaaaaaaaaaaaaaaaaaaaaaa' }),
    client('fair', { client_secret: 'a-secret-that-is-long-enough' }),
    client('http', { client_secret: secret, redirect_uris: ['http://a.example.com/cb'] }),
    client('local', { client_secret: secret, redirect_uris: ['http://localhost:3000/cb'] }),
    client('good', { client_secret: secret }),
    client('needless', { client_secret: secret, token_endpoint_auth_method: 'none' }),
  ]
  const { code, wrong, warnings } = await findings({ issuer: 'https://id.example.com', clients })
  assert.equal(code, 1)
  const found = [...wrong, ...warnings].map((one) => `${one.level} ${one.where} ${one.clause}`)
  for (const expected of [
    'error client implicit RFC 9700 §2.1.2',
    'error client password RFC 9700 §2.4',
    'error client pkce RFC 9700 §2.1.1',
    'error client short RFC 6819 §5.1.4.2.2',
    'warning client fair RFC 6819 §5.1.4.2.2',
    'warning client local RFC 9700 §4.1.3',
  ]) {
    assert.ok(found.includes(expected), `${expected}\n${found.join('\n')}`)
  }
  assert.ok(wrong.some((one) => one.where === 'client http' && /plain http/.test(one.what)))
  assert.ok(wrong.some((one) => one.where === 'client needless'))
  assert.ok(!found.some((one) => one.includes('client good')))
  assert.ok([...wrong, ...warnings].every((one) => one.fix.length > 5))
})

test('long lifetimes and insecure options of the server are reported', async () => {
  const { warnings, wrong } = await findings({
    listen: { host: '0.0.0.0' },
    lifetimes: { accessToken: 7200, code: 600, session: 40 * 86_400, refreshTokenIdle: 100 * 86_400 },
    apis: [{ ...contacts, accessTokenLifetime: 86_400 }],
    outbound: { allowHosts: ['intranet'] },
  })
  const where = warnings.map((one) => one.where)
  for (const key of [
    'lifetimes.accessToken',
    'lifetimes.code',
    'lifetimes.session',
    'lifetimes.refreshTokenIdle',
    'outbound.allowHosts',
  ]) {
    assert.ok(where.includes(key), key)
  }
  assert.deepEqual(
    wrong.map((one) => one.where),
    ['listen.host'],
  )
})

test('a server behind an unknown proxy gets a warning that limits count all users as one', async () => {
  const about = async (members: object) => {
    const { warnings } = await findings({ apis: [contacts], ...members })
    return warnings.filter((one) => one.where === 'listen.trustedProxies')
  }
  const issuer = 'https://id.example.com'
  const [found, ...more] = await about({ issuer })
  assert.match(found?.what ?? '', /is empty.*count all users behind it as one/)
  assert.match(found?.fix ?? '', /\[10\.0\.0\.0\/8\]/)
  assert.deepEqual(more, [])
  const tls = { cert: place.file, key: place.file }
  for (const fine of [{}, { issuer, tls }, { issuer, listen: { trustedProxies: ['10.0.0.0/8'] } }])
    assert.deepEqual(await about(fine), [])
})

test('a localhost issuer with another port than the server listens on is reported, except behind a proxy', async () => {
  const about = async (issuer: string, listen: object) => {
    const { warnings } = await findings({ issuer, listen })
    return warnings.filter((one) => one.where === 'listen.port')
  }
  const issuer = 'http://localhost:4100'
  const [found] = await about(issuer, { port: 4190 })
  assert.match(found?.what ?? '', /listens on 4190, and its issuer http:\/\/localhost:4100 leads to port 4100/)
  assert.equal((await about('http://localhost', {})).length, 1)
  for (const [where, listen] of [
    [issuer, {}],
    [issuer, { port: 4190, trustedProxies: ['127.0.0.1'] }],
    ['https://localhost:4443', { port: 4190 }],
    ['https://id.example.com', { port: 4190 }],
  ] as const)
    assert.deepEqual(await about(where, listen), [], where)
})

test('a world-readable file with secrets is a warning on localhost, and an error for any other issuer', async () => {
  const secret = 'another secret, and a long one it is'
  chmodSync(place.file, 0o644)
  chmodSync(place.database, 0o644)
  for (const [members, mark] of [
    [{}, '⚠'],
    [{ issuer: 'https://id.example.com' }, '✖'],
  ] as const) {
    place.write({ secret, apis: [contacts], ...members })
    const { stdout } = await place.run(['doctor', '--config', place.file])
    assert.match(stdout, new RegExp(`${mark} .*valetkey\\.yaml: contains secrets, but every user`))
    assert.match(stdout, new RegExp(`${mark} .*valetkey\\.db: contains secrets.*\n.*chmod 600 .*valetkey\\.db`))
  }
})

test('a wrong or missing secret is an error', async () => {
  place.write({ apis: [contacts] })
  assert.equal((await place.run(['signing-keys', 'rotate', '--config', place.file], { env })).code, 0)
  place.write({ secret: 'another secret, and a long one it is', apis: [contacts] })
  const ran = await place.run(['doctor', '--config', place.file])
  assert.equal(ran.code, 1)
  assert.match(ran.stdout, /✖ secret: is not the one this database was created with/)
  place.write({ issuer: 'https://id.example.com' })
  assert.match((await place.run(['doctor', '--config', place.file])).stdout, /✖ secret: is missing/)
})

test('many pending authorization requests are a warning', async () => {
  place.write({ apis: [contacts] })
  assert.equal((await place.run(['signing-keys', 'rotate', '--config', place.file], { env })).code, 0)
  const database = new DatabaseSync(path.join(place.folder, 'valetkey.db'))
  const rows = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 80000) select i from n'
  const values = `'i' || i, 'b', 'p', 1, ${Date.now() + 600_000}`
  database.exec(
    `insert into interaction (id, browser_hash, parameters, created_at, expires_at) select ${values} from (${rows})`,
  )
  const ran = await place.run(['doctor', '--config', place.file], { env })
  assert.match(ran.stdout, /database: contains 80000 authorization requests that wait for a decision/)
  database.exec('update interaction set expires_at = 1')
  assert.doesNotMatch(
    (await place.run(['doctor', '--config', place.file], { env })).stdout,
    /authorization requests that wait/,
  )
  database.close()
})

await onEachEngine('doctor', ({ name, create }) => {
  if (name !== 'postgres') return
  for (const [what, fake, expected] of [
    [
      'clock',
      `clock_timestamp() returns timestamptz as 'select now() - interval ''90 s'''`,
      /clock is 90 seconds ahead/,
    ],
    [
      'version',
      `version() returns text as 'select ''PostgreSQL 14.2 on x86_64'''`,
      /PostgreSQL 14\.2; .*needs PostgreSQL 15/,
    ],
  ] as const) {
    test(`a PostgreSQL server whose ${what} serve refuses is wrong, and migrate status says so too`, async () => {
      const url = create(`faked_${what}`)
      const database = new URL(url).pathname.slice(1)
      const { Client } = await import('pg')
      const owner = new Client(url)
      await owner.connect()
      await owner.query(`create function public.${fake} language sql`)
      await owner.query(`alter database ${database} set search_path = public, pg_catalog`)
      await owner.end()
      const { code, wrong } = await findings({}, ['--database', url])
      assert.equal(code, 1)
      assert.match(wrong.find(({ where }) => where === 'database')?.what ?? '', expected)
      const status = await place.run(['migrate', 'status', '--config', place.file, '--database', url], { env })
      assert.equal(status.code, 1)
      assert.match(status.stderr, expected)
    })
  }
})
