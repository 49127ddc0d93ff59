import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { assertGranted, assertRefused, startServer } from '../testing/server.ts'
import { escapeFilter } from './filters.ts'
import { startSlapd, withoutSlapd } from './slapd.testing.ts'

const suffix = 'dc=example,dc=com'
const person = (uid: string, more: string) => `
dn: uid=${uid},ou=people,${suffix}
objectClass: inetOrgPerson
cn: ${uid} of the directory
sn: Ames
${more}
`
const entries = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,${suffix}
objectClass: organizationalUnit

dn: ou=groups,${suffix}
objectClass: organizationalUnit
${person('alice', `uid: alice\nmail: alice@example.com\nuserPassword: wonderland at noon\nemployeeNumber: 7`)}${person('bob', `uid: bob\nuserPassword: builder of bridges\nemployeeNumber: 8\nemployeeType: disabled`)}${person('twin', `uid: twin\nuserPassword: one of two people\nemployeeNumber: 9`)}
dn: cn=twin,ou=people,${suffix}
objectClass: inetOrgPerson
cn: twin
uid: twin
sn: Other
userPassword: one of two people
employeeNumber: 10

dn: cn=staff,ou=groups,${suffix}
objectClass: groupOfNames
cn: staff
member: uid=alice,ou=people,${suffix}
`
const options = (url: string) => ({
  url,
  bindDn: `cn=admin,${suffix}`,
  bindPassword: 'secret of the directory',
  searchBase: `ou=people,${suffix}`,
  filter: '(&(objectClass=inetOrgPerson)(uid={username}))',
  disabled: '(employeeType=disabled)',
  id: 'employeeNumber',
  groups: { searchBase: `ou=groups,${suffix}` },
  timeout: 1,
})
const byPassword = (username: string, password: string) => ({
  grant_type: 'password',
  username,
  password,
  scope: 'read',
})

test('users of an LDAP directory', { skip: withoutSlapd }, async (t) => {
  const slapd = await startSlapd(suffix, entries)
  const server = await startServer(({ clients }) => ({
    ldap: options(slapd.url),
    identityScopes: [{ name: 'work', description: 'Your groups', claims: ['groups'] }],
    clients: clients.map((one) => (one.client_id === 'openid' ? { ...one, scope: `${String(one.scope)} work` } : one)),
  }))
  after(() => slapd.stop())

  await t.test('a user logs in in a browser, with the claims of the directory', async () => {
    const { json } = await server.grant('openid', { scope: 'openid profile email work' })
    const info = await server.fetch(
      new Request(`${server.issuer}/userinfo`, { headers: { authorization: `Bearer ${json.access_token}` } }),
    )
    const claims = (await info.json()) as Record<string, unknown>
    assert.deepEqual(
      [claims.sub, claims.name, claims.family_name, claims.email, claims.preferred_username, claims.groups],
      ['7', 'alice of the directory', 'Ames', 'alice@example.com', 'alice', ['staff']],
    )
  })

  await t.test(
    'a wrong or empty password, an unknown, disabled or ambiguous user, and the syntax of filters are refused',
    async () => {
      assertGranted(await server.token('password', byPassword('Alice', 'wonderland at noon')))
      for (const [username, password] of [
        ['alice', 'a guess'],
        ['nobody', 'wonderland at noon'],
        ['bob', 'builder of bridges'],
        ['twin', 'one of two people'],
        ['*', 'wonderland at noon'],
        ['alice)(uid=*', 'wonderland at noon'],
        ['alic*', 'wonderland at noon'],
        ['a\\6cice', 'wonderland at noon'],
        [`uid=alice,ou=people,${suffix}`, 'wonderland at noon'],
      ] as const)
        assertRefused(await server.token('password', byPassword(username, password)), 'invalid_grant')
      const browser = server.browser()
      const page = await browser.open(`${server.issuer}/login`)
      const reply = await browser.submit(page, 'username', { username: 'alice', password: '' })
      assert.notEqual(reply.status, 303)
    },
  )

  await t.test('a directory that hangs gives 503 in time, and serves again afterwards', async () => {
    slapd.signal('SIGSTOP')
    const started = performance.now()
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => server.token('password', byPassword('alice', 'wonderland at noon'))),
    )
    const took = performance.now() - started
    slapd.signal('SIGCONT')
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([503]))
    assert.ok(took < 6000, `${took} ms`)
    assertGranted(await server.token('password', byPassword('alice', 'wonderland at noon')))
  })
})

test('a directory that is not there, or speaks nonsense, gives 503', async () => {
  const hostile = createServer((socket) => {
    socket.on('error', () => {})
    socket.write(Buffer.concat([Buffer.from('308480000000', 'hex'), Buffer.alloc(100_000, 0x30)]))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => hostile.once('listening', resolve))
  const address = hostile.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  after(() => hostile.close())
  for (const url of [`ldap://127.0.0.1:${port}`, 'ldap://127.0.0.1:1']) {
    const server = await startServer(() => ({ ldap: options(url) }))
    const started = performance.now()
    assert.equal((await server.token('password', byPassword('alice', 'wonderland at noon'))).status, 503)
    assert.ok(performance.now() - started < 4000)
    await server.close()
  }
})

test('passwords never cross the network as they are unless that is asked for', async () => {
  await assert.rejects(
    startServer(() => ({ ldap: options('ldap://ldap.example.com') })),
    /ldap\.url must be ldaps:\/\/, or have startTls: true/,
  )
})

test('every character with a meaning in filters is escaped (RFC 4515 §3)', () => {
  assert.equal(escapeFilter('a*(b)\\\0é@c.d'), 'a\\2a\\28b\\29\\5c\\00é@c.d')
})
