import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openDatabase } from './open-database.ts'
import { onEachEngine } from './testing/engines.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-tls-'))
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true, force: true }))

const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' })

/** Creates a certificate authority, and a certificate for a host if one is named. */
function makeAuthority(name: string, host?: string): string {
  const form = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
  openssl(`req -x509 ${form} -days 1 -subj /CN=${name} -keyout ${name}.key -out ${name}.pem`)
  if (host !== undefined)
    openssl(
      `req -x509 ${form} -days 1 -subj /CN=${host} -addext subjectAltName=DNS:${host} -addext basicConstraints=critical,CA:FALSE -CA ${name}.pem -CAkey ${name}.key -keyout server.key -out server.pem`,
    )
  return path.join(folder, `${name}.pem`)
}

await onEachEngine('TLS', async ({ create, name }) => {
  if (name !== 'postgres') return
  const url = new URL(create('encrypted'))
  const { Client } = await import('pg')
  const owner = new Client(url.toString())
  await owner.connect()
  const [own, other] = [makeAuthority('own', 'localhost'), makeAuthority('other')]
  const { rows } = await owner.query('show data_directory')
  const { uid, gid } = statSync(rows[0].data_directory)
  chownSync(path.join(folder, 'server.key'), uid, gid)
  for (const [setting, value] of Object.entries({ cert: 'server.pem', key: 'server.key' }))
    await owner.query(`alter system set ssl_${setting}_file = '${path.join(folder, value)}'`)
  await owner.query('alter system set ssl = on')
  await owner.query("create role remote login superuser password 'open sesame'")
  await owner.query('select pg_reload_conf()')
  await owner.end()

  const reached = (host: string, authority: string) =>
    `postgres://remote:open%20sesame@${host}:${url.port}/encrypted?sslmode=verify-full&sslrootcert=${authority}`

  test('with sslmode=verify-full a database of the named authority is used, over TLS', async () => {
    const database = await openDatabase(reached('localhost', own), Date.now())
    await database.close()
    const client = new Client(reached('localhost', own))
    await client.connect()
    const { rows } = await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    await client.end()
    assert.deepEqual(rows, [{ ssl: true }])
  })

  test('with sslmode=verify-full another authority and another host name are refused, and the fix named', async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [reached('localhost', other), /its certificate is not trusted \(.*\); name its CA file with sslrootcert/],
      [reached('127.0.0.1', own), /its certificate is for another host \(.*\); use the certificate's host name/],
    ]
    for (const [wrong, expected] of cases) {
      await assert.rejects(openDatabase(wrong, Date.now()), (error: Error) => {
        assert.match(error.message, expected)
        assert.doesNotMatch(error.message, /sesame/)
        return true
      })
    }
  })
})
