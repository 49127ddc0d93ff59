import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { ConfigError, nearest } from './config-error.ts'
import { type ConfigSource, readConfig } from './read-config.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-config-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'valetkey.yaml')

function read(yaml: string, source: Partial<ConfigSource> = {}) {
  writeFileSync(file, yaml)
  return readConfig({ file, environment: {}, options: {}, ...source })
}

/** Returns the sentence with which a configuration is refused. */
function fault(yaml: string, source?: Partial<ConfigSource>): string {
  try {
    read(yaml, source)
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message
  }
  return assert.fail('it was accepted')
}

test('without a file, all defaults are safe on this computer', () => {
  const config = readConfig({ environment: {}, options: {} })
  assert.equal(config.issuer, 'http://localhost:4000')
  const { host, furtherHosts, port, trustedProxies } = config.listen
  assert.deepEqual([host, furtherHosts, port, trustedProxies], ['127.0.0.1', ['::1'], 4000, []])
  assert.equal(config.database, 'sqlite:./valetkey.db')
  assert.equal(config.lifetimes.code, 60)
  assert.equal(config.isLoopback, true)
})

test('an option overrides the environment, and the environment overrides the file', () => {
  const yaml = 'issuer: https://file.example\nlisten: { port: 1 }\ndatabase: sqlite:file.db'
  const environment = { VALETKEY_ISSUER: 'https://env.example', VALETKEY_PORT: '2', VALETKEY_DATABASE: 'sqlite:env.db' }
  assert.equal(read(yaml).issuer, 'https://file.example')
  const fromEnvironment = read(yaml, { environment })
  assert.deepEqual(
    [fromEnvironment.issuer, fromEnvironment.listen.port, fromEnvironment.database],
    ['https://env.example', 2, 'sqlite:env.db'],
  )
  const options = { issuer: 'https://option.example', port: '3', database: 'sqlite:option.db' }
  const fromOptions = read(yaml, { environment, options })
  assert.deepEqual(
    [fromOptions.issuer, fromOptions.listen.port, fromOptions.database],
    ['https://option.example', 3, 'sqlite:option.db'],
  )
})

test('a secret may be in a file named by the environment, and a missing file is reported', () => {
  const secretFile = path.join(folder, 'secret')
  writeFileSync(secretFile, 'a secret with a line break\n')
  assert.equal(read('', { environment: { VALETKEY_SECRET_FILE: secretFile } }).secret, 'a secret with a line break')
  assert.match(
    fault('', { environment: { VALETKEY_SECRET_FILE: '/no/such/file' } }),
    /^VALETKEY_SECRET_FILE: \/no\/such\/file does not exist$/,
  )
})

test('a wrong value of an option or a variable is reported with its name, not with the file', () => {
  const secretFile = path.join(folder, 'empty')
  writeFileSync(secretFile, '')
  const yaml = 'secret: one that is long enough\nissuer: https://id.example.com'
  for (const [environment, expected] of [
    [{ VALETKEY_SECRET_FILE: secretFile }, /^VALETKEY_SECRET_FILE: secret must have 16 characters/],
    [{ VALETKEY_SECRET: 'short' }, /^VALETKEY_SECRET: secret must have 16 characters/],
    [{ VALETKEY_METRICS_TOKEN: 'short' }, /^VALETKEY_METRICS_TOKEN: metrics\.token must have 16 characters/],
    [{ VALETKEY_DATABASE: 'mysql://x' }, /^VALETKEY_DATABASE: database must begin with sqlite: or/],
    [{ VALETKEY_PORT: '70000' }, /^VALETKEY_PORT: listen\.port must be 65535 at most/],
    [{ VALETKEY_PORT: 'http' }, /^VALETKEY_PORT: http is not a port number/],
  ] as const) {
    assert.match(fault(yaml, { environment }), expected)
  }
  assert.match(fault(yaml, { options: { issuer: 'x' } }), /^--issuer: issuer must be an absolute URL/)
  assert.match(fault('secret: short', { options: { port: '1' } }), /valetkey\.yaml:1: secret must have 16/)
})

test('an unknown key is reported, with the nearest known one', () => {
  assert.match(fault('isuer: https://id.example.com'), /isuer is not a known key; did you mean issuer\?/)
  assert.match(
    fault('clients: [{ clientId: web }]'),
    /clients\[0\]\.clientId is not a known key; did you mean client_id\?/,
  )
  assert.match(fault('clients: [{ client_id: a, redirect_uri: x }]'), /did you mean redirect_uris\?/)
  assert.match(fault('lifetimes: { acessToken: 5 }'), /did you mean accessToken\?/)
  assert.match(fault('something_else_entirely: 1'), /known keys: .*issuer/)
})

test('a wrong value is reported with its place and the allowed values', () => {
  for (const [yaml, expected] of [
    ['issuer: not a url', /issuer must be an absolute URL/],
    ['issuer: id.example.com', /: id\.example\.com has no scheme; write https:\/\/id\.example\.com$/],
    ['issuer: id.example.com:8443/a', /write https:\/\/id\.example\.com:8443\/a$/],
    ['issuer: localhost:4000', /: localhost:4000 has no scheme; write http:\/\/localhost:4000$/],
    ['issuer: "[::1]:4000"', /write http:\/\/\[::1\]:4000$/],
    ['issuer: http://id.example.com', /issuer must begin with https/],
    ['issuer: https://id.example.com/?x', /issuer must have neither query nor fragment/],
    ['issuer: https://me@id.example.com', /issuer must not contain a user name/],
    [
      'issuer: https://例え.example',
      /issuer must have only characters that a URL has .*; write https:\/\/xn--r8jz45g\.example; received "https:\/\/例え\.example"$/,
    ],
    ['issuer: https://例え.example/ł', /; write https:\/\/xn--r8jz45g\.example\/%C5%82; received /],
    ['issuer: https://id.example.com/a"b', /; write https:\/\/id\.example\.com\/a%22b; received /],
    ['issuer: https://id.example.com/a\\b', /; write https:\/\/id\.example\.com\/a\/b; received /],
    ['listen: { port: 70000 }', /listen\.port must be 65535 at most/],
    ['listen: { port: -1 }', /listen\.port must be 0 or more/],
    ['database: mysql://x', /database must begin with sqlite: or postgres/],
    ['database: "sqlite:"', /database must name a file: sqlite:\.\/valetkey\.db$/],
    [
      'database: sqlite://q.db',
      /database must be sqlite:q\.db, in the working directory, or sqlite:\/q\.db, from the root: two slashes are neither$/,
    ],
    ['database: sqlite:e.db?mode=ro', /database must end with the name of the file: there is no option to put behind/],
    ['database: sqlite:/tmp/', /database must name a file, not a folder: sqlite:\/tmp\/valetkey\.db$/],
    [
      'database: postgres://me:open sesame@db/valetkey/',
      /database must end with the name of the database alone, without a slash behind it: postgres:\/\/USER@HOST\/NAME$/,
    ],
    ['database: POSTGRES://db/valetkey', /database must begin with postgres:\/\/, in small letters: postgres:\/\/USER/],
    ['database: postgres:/db/valetkey', /database must begin with postgres:\/\/, in small letters: postgres:\/\/USER/],
    ['secret: short', /secret must have 16 characters or more/],
    ['lifetimes: { code: 601 }', /lifetimes\.code must be 600 at most/],
    ['lifetimes: { code: soon }', /lifetimes\.code must be/],
    ['apis: [{ identifier: contacts, name: x }]', /apis\[0\]\.identifier must be an absolute URI/],
    ['apis: [{ identifier: "https://x.example" }]', /apis\[0\]\.name is missing/],
    [
      'apis: [{ identifier: "https://x.example", name: x, scopes: [{ name: "a b" }] }]',
      /scopes\[0\]\.name must have no spaces/,
    ],
    [
      `apis: [{ identifier: "https://x.example", name: x, scopes: [{ name: a, description: ${'x'.repeat(301)} }] }]`,
      /scopes\[0\]\.description must have 300 characters at most: users read it before they consent; received "x{80}…"$/,
    ],
    ['apis: [{ identifier: "https://x.example", name: x, tokenFormat: paseto }]', /tokenFormat must be jwt or opaque/],
    ['clients: [{}]', /clients\[0\]\.client_id is missing/],
    ['clients: web', /clients must be a list: begin each entry with a dash/],
    ['clients: [web]', /clients\[0\] must have keys of its own: client_id, client_secret, client_secret_file, …/],
    ['listen: 4000', /listen must have keys of its own: host, port, trustedProxies, …; received 4000$/],
    [
      'clients: [{ client_id: a, redirect_uris: "https://a.example/cb" }]',
      /clients\[0\]\.redirect_uris must be a list: \[https:\/\/a\.example\/cb\]$/,
    ],
    ['clients: [{ client_id: a, scope: [read] }]', /scope must be one text with spaces between names/],
    ['clients: [{ client_id: a, disabled: maybe }]', /disabled must be true or false/],
    ['clients: [{ client_id: 5 }]', /client_id must be text: put it in quotes/],
    ['apis:\nclients: []', /apis is empty: remove the line, or write \[\]$/],
    ['issuer:', /issuer is empty: remove the line, or give a value$/],
    ['profile: fapi2', /profile must be default; received "fapi2"$/],
    ['accounts: [{ password: x }]', /accounts\[0\]\.username is missing/],
    ['accounts: [{ username: a, password_hash: plain }]', /must be an argon2id hash/],
    ['- a list', /must be a list of keys and values/],
    ['a: [', /valetkey\.yaml: /],
  ] as const) {
    assert.match(fault(yaml), expected, yaml)
  }
})

test('a wrong value is shown, unless it may be a secret', () => {
  for (const [yaml, received] of [
    [
      'accounts: [{ username: a, email: nope }]',
      'must be an e-mail address such as alice@example.com; received "nope"',
    ],
    ['listen: { port: 70000 }', 'must be 65535 at most; received 70000'],
    ['lifetimes: { code: soon }', 'must be a number; received "soon"'],
    ['clients: [{ client_id: a, disabled: "yes" }]', 'must be true or false; received "yes"'],
    ['clients: [{ client_id: 5 }]', 'must be text: put it in quotes; received 5'],
    ['clients: [{ client_id: a, scope: [read] }]', 'such as read create; received a list'],
    ['clients: [{ client_id: a, application_type: tv }]', 'must be web or native; received "tv"'],
    ['clients: [{ client_id: a, client_uri: a.example }]', 'begins with https:// or http://; received "a.example"'],
    ['apis: [{ identifier: contacts, name: x }]', 'received "contacts"'],
    ['apis: [{ identifier: "https://x.example", name: "" }]', 'name must not be empty'],
    [
      `clients: [{ client_id: a, client_name: ${'n'.repeat(201)} }]`,
      `must have 200 characters at most; received "${'n'.repeat(80)}…"`,
    ],
    ['registration: public', 'must be closed or token or open; received "public"'],
    ['issuer: http://id.example.com', 'plain http is for localhost only; received "http://id.example.com"'],
  ] as const) {
    const line = fault(yaml)
    assert.ok(line.endsWith(received), line)
  }
  for (const yaml of [
    'secret: hush',
    'metrics: { token: hush }',
    'metrics: hush',
    'database: mysql://me:hush@db/valetkey',
    'issuer: https://me:hush@id.example.com',
    'accounts: [{ username: a, password: [hush] }]',
    'accounts: [{ username: a, password_hash: hush }]',
    'accounts: [a:hush]',
    'clients: [{ client_id: a, client_secret_hash: hush }]',
    'clients: [{ client_id: a, client_uri: "ftp://me:hush@a.example" }]',
  ])
    assert.doesNotMatch(fault(yaml), /hush/, yaml)
})

test('a fault is reported with its line in the file', () => {
  const yaml = [
    'issuer: http://id.example.com', // 1
    'clients:',
    '  - client_id: a',
    '    secret: hush', // 4
    '  - scope: read', // 5
    'listen:',
    '  port: 70000', // 7
  ].join('\n')
  assert.deepEqual(
    fault(yaml)
      .split('\n')
      .map((line) => line.slice(file.length).split(' ').slice(0, 2).join(' ')),
    [':1: issuer', ':7: listen.port', ':4: clients[0].secret', ':5: clients[1].client_id'],
  )
  assert.match(fault(yaml), /clients\[0\]\.secret is not a known key; did you mean client_secret\?/)
  const options = { issuer: 'ftp://id.example.com', port: '70001' }
  assert.match(fault(yaml, { options }), /^--issuer: issuer must .*\n--port: listen\.port must/)
})

test('an unreadable file is reported with the cause', () => {
  const read = (name: string) => () => readConfig({ file: path.join(folder, name), environment: {}, options: {} })
  assert.throws(read('absent.yaml'), /absent\.yaml does not exist: give the path of a configuration$/)
  assert.throws(read('.'), /is a folder: give the path of a configuration$/)
})

test('proxies are addresses and networks; anything else is refused with the fix', () => {
  const good = ['10.0.0.10', '10.0.0.0/8', 'fd00::/8', '::1', '::ffff:10.0.0.1']
  const taken = read(`listen: { trustedProxies: ${JSON.stringify(good)} }`)
  assert.deepEqual(taken.listen.trustedProxies, good)
  for (const wrong of [
    'proxy.internal',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0',
    '10.0.0.1:80',
    '0.0.0.0/0',
    '::/0',
    '',
  ]) {
    const refused = fault(`listen: { trustedProxies: [10.0.0.10, ${JSON.stringify(wrong)}] }`)
    assert.ok(refused.includes('listen.trustedProxies[1] must be an address (10.0.0.10) or a network'), refused)
    assert.ok(refused.includes(JSON.stringify(wrong)), refused)
  }
})

test('all faults are reported at once, a line each, without secrets', () => {
  const lines = fault('isuer: x\nsecret: hush\nlisten: { port: -1 }').split('\n')
  assert.equal(lines.length, 3)
  assert.doesNotMatch(lines.join(), /hush/)
})

test('a file that is not YAML is reported by line and column, without its text, which may be a secret', () => {
  for (const line of [
    'secret: hush: hush',
    'secret: @hush',
    'secret: "hush',
    'secret: |hush',
    'secret: "\\hush"',
    'secret: `hush',
    '? [hush',
  ]) {
    const sentence = fault(`issuer: https://id.example.com\n${line}`)
    assert.match(sentence, /valetkey\.yaml: .*\bline \d+, column \d+$/, line)
    assert.doesNotMatch(sentence, /hu/, line)
  }
  const alias = fault('secret: *hush')
  assert.match(alias, /begins with \* .* quotes/)
  assert.doesNotMatch(alias, /hush/)
})

test('an invalid port on the command line is reported', () => {
  assert.match(fault('', { options: { port: 'http' } }), /^--port: http is not a port number/)
})

test('an issuer keeps its path and loses the slash of a bare origin (RFC 8414 §2)', () => {
  assert.equal(read('issuer: https://id.example.com/').issuer, 'https://id.example.com')
  assert.equal(read('issuer: https://id.example.com/tenant').issuer, 'https://id.example.com/tenant')
  assert.equal(read('issuer: http://localhost:5000').listen.port, 5000)
})

test('without listen.host the issuer determines the addresses', () => {
  const hosts = (yaml: string) => {
    const { host, furtherHosts } = read(yaml).listen
    return [host, ...furtherHosts].join(' ')
  }
  assert.equal(hosts('issuer: https://id.example.com'), '::')
  assert.equal(hosts('issuer: http://localhost:5000'), '127.0.0.1 ::1')
  assert.equal(hosts('issuer: http://127.0.0.1:5000'), '127.0.0.1')
  assert.equal(hosts('issuer: http://[::1]:5000'), '::1')
  assert.equal(hosts('issuer: http://localhost:5000\nlisten: { host: "[::]" }'), '::')
  assert.equal(hosts('issuer: http://[::1]:5000\nlisten: { host: 127.0.0.1 }'), '127.0.0.1')
})

test('variables that Kubernetes sets for a service named valetkey are ignored', () => {
  const environment = {
    VALETKEY_PORT: 'tcp://10.96.0.7:80',
    VALETKEY_SERVICE_HOST: '10.96.0.7',
    VALETKEY_PORT_80_TCP_ADDR: '10.96.0.7',
  }
  const notes: string[] = []
  const { listen } = readConfig({ environment, options: {}, note: (line) => notes.push(line) })
  assert.equal(listen.port, 4000)
  assert.match(notes.join(), /^VALETKEY_PORT: tcp:\/\/10\.96\.0\.7:80 is .*Kubernetes.*enableServiceLinks: false/)
  assert.equal(notes.length, 1)
  assert.throws(() => readConfig({ environment: { VALETKEY_PORT: 'http' }, options: {} }), /is not a port number/)
})

test('the nearest key must be near, or none is suggested', () => {
  assert.equal(nearest('redirectUris', ['redirect_uris', 'scope']), 'redirect_uris')
  assert.equal(nearest('zzzzzz', ['issuer', 'scope']), undefined)
  assert.equal(nearest('secret', ['client_id', 'client_secret']), 'client_secret')
  assert.equal(nearest('lifetime', ['accessTokenLifetime', 'name']), 'accessTokenLifetime')
  assert.equal(nearest('uri', ['client_uri', 'logo_uri']), undefined, 'two are as near')
})
