import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { trust } from '../http/outbound/trust.ts'
import { createAuthority } from '../testing/certificates.ts'
import { createPlace } from '../testing/cli.ts'
import { assertGranted, startServer } from '../testing/server.ts'
import { tryPassword, withConnection } from './ldap-connection.ts'
import { startRecorder } from './recorder.testing.ts'
import { startSlapd, withoutSlapd } from './slapd.testing.ts'

const suffix = 'dc=example,dc=com'
const [password, secret] = ['wonderland at noon', 'secret of the directory']
const dn = `uid=alice,${suffix}`
const entries = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ${dn}
objectClass: inetOrgPerson
cn: Alice
sn: Ames
uid: alice
employeeNumber: 7
userPassword: ${password}
`
const options = (url: string, more: object = {}) => ({
  url,
  bindDn: `cn=admin,${suffix}`,
  bindPassword: secret,
  searchBase: suffix,
  id: 'employeeNumber',
  timeout: 3,
  ...more,
})
const byPassword = { grant_type: 'password', username: 'alice', password, scope: 'read' }
const portOf = (url: string) => Number(new URL(url).port)

test('a directory with TLS', { skip: withoutSlapd }, async (t) => {
  const [ours, theirs] = [createAuthority(), createAuthority('another authority')]
  const context = trust([ours.cert])
  const secureContext = () => context
  const start = async (names: string, validity?: 'expired') => {
    const slapd = await startSlapd(suffix, entries, { tls: ours.issue(names, validity) })
    after(() => slapd.stop())
    return slapd
  }
  const good = await start('IP:127.0.0.1,DNS:localhost')
  const places = (slapd: typeof good, host = '127.0.0.1') => [
    { url: `ldap://${host}:${portOf(slapd.url)}`, startTls: true, timeout: 3, secureContext },
    { url: `ldaps://${host}:${portOf(slapd.tlsUrl)}`, startTls: false, timeout: 3, secureContext },
  ]

  await t.test('users log in by StartTLS and ldaps, with a certificate of an authority in outbound.ca', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      for (const { url, startTls } of places(good, host)) {
        const server = await startServer(() => ({ outbound: { ca: ours.file }, ldap: options(url, { startTls }) }))
        assertGranted(await server.token('password', byPassword))
        await server.close()
      }
    }
  })

  await t.test('StartTLS sends neither a password nor a name in plain text (RFC 4511 §4.14)', async () => {
    const recorder = await startRecorder(portOf(good.url))
    const url = `ldap://127.0.0.1:${recorder.port}`
    const server = await startServer(() => ({
      outbound: { ca: ours.file },
      ldap: options(url, { startTls: true }),
    }))
    assertGranted(await server.token('password', byPassword))
    assert.ok(recorder.sent().length > 100)
    for (const word of [password, secret, 'alice', 'admin']) assert.ok(!recorder.sent().includes(word), word)
  })

  await t.test('a certificate that is not trusted, of another name or expired is refused before a bind', async () => {
    const trustsAnother = trust([theirs.cert])
    const refused = [
      ...places(good).map((one) => ({ ...one, secureContext: undefined, why: /outbound\.ca/ })),
      ...places(good).map((one) => ({ ...one, secureContext: () => trustsAnother, why: /name its authority/ })),
      ...places(await start('DNS:ldap.example.com')).map((one) => ({ ...one, why: /use a host name that/ })),
      ...places(await start('IP:127.0.0.1', 'expired')).map((one) => ({ ...one, why: /has expired.*renewed/ })),
    ]
    for (const place of refused) {
      const recorder = await startRecorder(portOf(place.url))
      const url = `${new URL(place.url).protocol}//127.0.0.1:${recorder.port}`
      await assert.rejects(
        tryPassword({ ...place, url }, dn, password),
        (error: Error) =>
          error.message.startsWith(`${url}: its certificate is refused (`) && place.why.test(error.message),
        place.url,
      )
      assert.ok(!recorder.sent().includes(password))
    }
  })

  await t.test('a directory whose certificate is refused gives 503, and doctor says what to do', async () => {
    const [, { url } = { url: '' }] = places(good)
    const server = await startServer(() => ({ ldap: options(url) }))
    assert.equal((await server.token('password', byPassword)).status, 503)
    const place = await createPlace()
    const run = (change: object) => {
      place.write({ ldap: options(url), ...change })
      return place.run(['doctor', '--config', place.file], { env: { VALETKEY_SECRET: 'a'.repeat(43) } })
    }
    const bad = await run({})
    assert.equal(bad.code, 1)
    assert.match(bad.stdout, /ldap: the directory cannot be used: .*certificate is refused .*outbound\.ca/s)
    assert.match(
      (await run({ outbound: { ca: ours.file }, ldap: options(url, { bindPassword: 'wrong' }) })).stdout,
      /refuses ldap\.bindDn/,
    )
    assert.doesNotMatch((await run({ outbound: { ca: ours.file } })).stdout, /ldap:/)
  })

  await t.test('a directory that offers no StartTLS, or has no TLS, gets no password', async () => {
    const plain = await startSlapd(suffix, entries)
    after(() => plain.stop())
    for (const scheme of ['ldap', 'ldaps']) {
      const recorder = await startRecorder(portOf(plain.url))
      const url = `${scheme}://127.0.0.1:${recorder.port}`
      await assert.rejects(tryPassword({ url, startTls: scheme === 'ldap', timeout: 2 }, dn, password))
      assert.ok(!recorder.sent().includes(password))
    }
  })

  await t.test('a connection that was closed after StartTLS is not opened again without it', async () => {
    const recorder = await startRecorder(portOf(good.url))
    const url = `ldap://127.0.0.1:${recorder.port}`
    await assert.rejects(
      withConnection({ url, startTls: true, timeout: 1, secureContext }, async (connection) => {
        recorder.cut()
        await new Promise((resolve) => setTimeout(resolve, 200))
        await connection.bind(dn, password)
      }),
    )
    assert.ok(!recorder.sent().includes(password))
  })
})

test('a name without a password, and a password without a name, are refused at the start', async () => {
  const start = (more: object) =>
    startServer(() => ({ ldap: { url: 'ldaps://ldap.example.com', searchBase: suffix, ...more } }))
  await assert.rejects(start({ bindDn: 'cn=admin' }), /ldap\.bindDn needs ldap\.bindPassword_file/)
  await assert.rejects(start({ bindPassword: 'x' }), /ldap has a password without bindDn/)
})
