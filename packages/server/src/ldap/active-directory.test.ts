import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startCanary } from '../http/outbound/canary.testing.ts'
import { assertGranted, assertRefused, startServer } from '../testing/server.ts'
import { startFakeDirectory } from './fake-directory.testing.ts'
import { createLdapUsers } from './ldap-users.ts'
import { startSlapd, withoutSlapd } from './slapd.testing.ts'

const suffix = 'DC=corp,DC=example'
const people = `OU=Staff,${suffix}`
const text = 'EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE'
const integer = 'EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE'
/** The attributes of Active Directory that logins need, with its object identifiers. */
const schema = `
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' ${text} )
attributetype ( 1.2.840.113556.1.4.656 NAME 'userPrincipalName' ${text} )
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' ${integer} )
attributetype ( 1.2.840.113556.1.4.96 NAME 'pwdLastSet' ${integer} )
objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP inetOrgPerson STRUCTURAL MAY ( sAMAccountName $ userPrincipalName $ objectGUID $ userAccountControl $ pwdLastSet ) )
`
const user = (cn: string, name: string, control: number, guid: string) => `
dn: CN=${cn},${people}
objectClass: user
cn: ${cn.replace('\\,', ',')}
sn: Ames
mail: ${name}@corp.example
sAMAccountName: ${name}
userPrincipalName: ${name}@corp.example
userAccountControl: ${control}
pwdLastSet: 133500000000000000
objectGUID:: ${Buffer.from(guid, 'hex').toString('base64')}
userPassword: wonderland at noon
`
const guid = '0102ff00abcdef001122334455667788'
const entries = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Corp
dc: corp

dn: ${people}
objectClass: organizationalUnit
${user('Ames\\, Alice (Sales)', 'alice', 512, guid)}${user('Bob Brown', 'bob', 514, 'ff'.repeat(16))}${user('Jörg Ünal', 'jörg', 512, '80'.repeat(16))}
dn: CN=Sales,${suffix}
objectClass: groupOfNames
member: CN=Ames\\, Alice (Sales),${people}
member: CN=Jörg Ünal,${people}
`
/** The configuration that the documentation recommends. */
const options = (url: string) => ({
  url,
  bindDn: `cn=admin,${suffix}`,
  bindPassword: 'secret of the directory',
  searchBase: suffix,
  filter: '(&(objectClass=user)(|(sAMAccountName={username})(userPrincipalName={username})))',
  disabled: '(userAccountControl:1.2.840.113556.1.4.803:=2)',
  id: 'objectGUID',
  username: 'sAMAccountName',
  passwordChanged: 'pwdLastSet',
  groups: { searchBase: suffix },
})
const byPassword = (username: string, password = 'wonderland at noon') => ({
  grant_type: 'password',
  username,
  password,
  scope: 'read',
})

test('users of Active Directory log in by sAMAccountName or userPrincipalName, by a bind of their entry', {
  skip: withoutSlapd,
}, async () => {
  const slapd = await startSlapd(suffix, entries, { schema })
  after(() => slapd.stop())
  const server = await startServer(() => ({ ldap: options(slapd.url) }))
  const subjects: unknown[] = []
  for (const name of ['alice', 'ALICE', 'alice@corp.example']) {
    const granted = await server.token('password', byPassword(name))
    assertGranted(granted)
    subjects.push((await server.introspect(granted.json.access_token)).sub)
  }
  assert.deepEqual([...new Set(subjects)], [guid])
  assertGranted(await server.token('password', byPassword('jörg@corp.example')))
  const refused = [
    ['bob', 'wonderland at noon'],
    ['bob@corp.example', 'wonderland at noon'],
    ['CORP\\alice', 'wonderland at noon'],
    ['alice@other.example', 'wonderland at noon'],
    ['alice', 'wrong'],
    ['*', 'wonderland at noon'],
  ] as const
  for (const [name, password] of refused)
    assertRefused(await server.token('password', byPassword(name, password)), 'invalid_grant')
  const { id: _, ...own } = options(slapd.url)
  const users = createLdapUsers(
    {
      ...own,
      id: 'objectGUID',
      startTls: false,
      dangerouslyAllowPlain: false,
      timeout: 5,
      claims: { email: 'mail' },
      groups: { searchBase: suffix, filter: '(member={dn})', attribute: 'cn', claim: 'groups' },
    },
    { note: () => undefined },
  )
  const found = await users.find({ id: guid })
  assert.deepEqual(found?.claims, { email: 'alice@corp.example', groups: ['Sales'] })
  assert.deepEqual((await users.find({ username: 'Jörg' }))?.claims?.groups, ['Sales'])
})

const dn = `CN=Alice,${people}`
const entry = { dn, attributes: { cn: 'Alice', uid: 'alice', entryUUID: 'a1' } }
const plain = (url: string) => ({ url, searchBase: suffix, timeout: 2 })
const refusal = (data: string) => ({
  code: 49,
  message: `80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data ${data}, v4563`,
})

test('disabled, expired and locked users, and those who must change their password, get the response of a wrong password; the operator reads why', async () => {
  const fake = await startFakeDirectory(entry)
  const notes: string[] = []
  const users = createLdapUsers(
    {
      ...plain(fake.url),
      startTls: false,
      dangerouslyAllowPlain: false,
      filter: '(uid={username})',
      id: 'entryUUID',
      username: 'uid',
      claims: {},
    },
    { note: (line) => void notes.push(line) },
  )
  const server = await startServer(() => ({ ldap: plain(fake.url) }))
  fake.result = refusal('52e')
  const wrong = await server.token('password', byPassword('alice'))
  assertRefused(wrong, 'invalid_grant')
  const reasons = {
    '532': 'the password has expired',
    '533': 'the account is disabled',
    '701': 'the account has expired',
    '773': 'the user has to choose a new password first',
    '775': 'the account is locked after too many wrong passwords',
    '52e': undefined,
    '525': undefined,
    ffff: undefined,
  }
  for (const [data, reason] of Object.entries(reasons)) {
    fake.result = refusal(data)
    assert.deepEqual((await server.token('password', byPassword('alice'))).json, wrong.json, data)
    notes.length = 0
    const found = await users.find({ username: 'alice' })
    assert.equal(await users.verify(found, 'wonderland at noon'), false)
    const line = 'the LDAP directory refused a login of the user a1: '
    assert.deepEqual(notes, reason === undefined ? [] : [line + reason])
    assert.doesNotMatch(notes.join(), /wonderland/)
  }
})

test('an empty password is never sent to the directory, which would accept it (RFC 4513 §5.1.2)', async () => {
  const fake = await startFakeDirectory(entry)
  const server = await startServer(() => ({ ldap: plain(fake.url) }))
  const form = new URLSearchParams({ grant_type: 'password', username: 'alice', password: '', scope: 'read' })
  assert.equal((await server.post('/token', 'password', form.toString())).status, 400)
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/login`)
  assert.notEqual((await browser.submit(page, 'username', { username: 'alice', password: '' })).status, 303)
  assert.deepEqual(fake.binds, [])
  assertGranted(await server.token('password', byPassword('alice')))
  assert.deepEqual(fake.binds, [`${dn}|wonderland at noon`])
})

test('the servers that a response refers to are not contacted (RFC 4511 §4.5.3)', async () => {
  const other = await startCanary((_request, response) => response.end())
  const references = [`ldap://127.0.0.1:${other.port}/${suffix}`, `ldap://ForestDnsZones.corp.example/${suffix}`]
  const fake = await startFakeDirectory({ ...entry, references })
  const server = await startServer(() => ({ ldap: plain(fake.url) }))
  assertGranted(await server.token('password', byPassword('alice')))
  fake.result = { code: 10, message: '0000202B: RefErr: DSID-0310082F' }
  assert.equal((await server.token('password', byPassword('alice'))).status, 503)
  assert.equal(other.connections(), 0)
})
