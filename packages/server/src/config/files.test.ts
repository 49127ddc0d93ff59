// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the contents of configuration files
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { ConfigError } from './config-error.ts'
import { readConfig } from './read-config.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-files-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'valetkey.yaml')

function read(content: string | Uint8Array, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(file, content)
  return readConfig({ file, environment, options: {} })
}

function fault(...args: Parameters<typeof read>): string {
  try {
    read(...args)
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message
  }
  return assert.fail(`it was accepted: ${args[0]}`)
}

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

const passwords = (config: ReturnType<typeof read>) => config.accounts?.map((one) => one.password)

test('a file that is not UTF-8 is refused with its encoding and the line', () => {
  const yaml = 'issuer: https://id.example.com\naccounts: [{ username: a, password: grüße }]\n'
  assert.match(fault(Buffer.from(yaml, 'latin1')), /valetkey\.yaml is not UTF-8: line 2 has bytes of another encoding/)
  const utf16 = Buffer.from(`\ufeff${yaml}`, 'utf16le')
  assert.match(fault(utf16), /valetkey\.yaml is UTF-16: save it as UTF-8$/)
  assert.match(fault(Buffer.from(utf16).swap16()), /is UTF-16/)
  const unmarked = Buffer.from(yaml, 'utf16le')
  assert.match(fault(unmarked), /is UTF-16: save it as UTF-8$/)
  assert.match(fault(Buffer.from(unmarked).swap16()), /is UTF-16: save it as UTF-8$/)
  assert.match(fault(`${yaml}\0`), /is binary, as its null bytes show, or UTF-16: save it as UTF-8$/)
  assert.match(fault(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])), /is UTF-32/)
  for (const good of [yaml, `\ufeff${yaml}`, yaml.replaceAll('\n', '\r\n')]) {
    assert.deepEqual(passwords(read(good)), ['grüße'])
    assert.equal(read(good).issuer, 'https://id.example.com')
  }
})

test('${VARIABLE} is replaced in values, and a variable that is not set is named with its line', () => {
  const environment = { SECRET: 'a secret: with # and ${x}', PORT: '4321', FLAG: 'true', PASSWORD: '12345678' }
  const yaml = [
    'listen: { host: "0.0.0.0" }',
    'secret: ${SECRET}',
    'accounts:',
    '  - { username: "pre-${PORT}", password: "${PASSWORD}" }',
    '  - username: b',
    '    password: cost $${5} and $5',
    '    disabled: ${FLAG}',
  ].join('\n')
  const config = read(yaml, environment)
  assert.equal(config.secret, environment.SECRET)
  assert.deepEqual(config.accounts, [
    { username: 'pre-4321', password: '12345678' },
    { username: 'b', password: 'cost ${5} and $5', disabled: true },
  ])
  assert.equal(read('listen:\n  port: ${PORT}', environment).listen.port, 4321)
  const sentence = fault('issuer: https://id.example.com\nsecret: ${NOPE}\naccounts:\n  - username: ${EMPTY}', {
    EMPTY: '',
  })
  assert.match(sentence, /valetkey\.yaml:2: the variable NOPE is not set: set it, or write \$\$\{NOPE\}/)
  assert.match(sentence, /valetkey\.yaml:4: the variable EMPTY is not set/)
  for (const wrong of ['${', '${}', '${A-B}', '${A:-x}', '${A'])
    assert.match(
      fault(`secret: "${wrong} long enough to be one"`, { A: 'x' }),
      /valetkey\.yaml:1: \$\{ must be followed/,
      wrong,
    )
})

test('a secret is the same by variable and by file: one line break at the end is ignored', () => {
  const secret = 'a secret that is long enough '
  for (const end of ['', '\n', '\r\n']) {
    const secretFile = write('secret', secret + end)
    assert.equal(read('', { VALETKEY_SECRET: secret + end }).secret, secret)
    assert.equal(read('', { VALETKEY_SECRET_FILE: secretFile }).secret, secret)
    assert.equal(read('', { VALETKEY_SECRET_FILE: `${secretFile}\n` }).secret, secret)
  }
  assert.equal(read('', { VALETKEY_SECRET: `${secret}\n\n` }).secret, `${secret}\n`)
  assert.equal(read('', { VALETKEY_DATABASE: 'sqlite:x.db\n' }).database, 'sqlite:x.db')
  assert.equal(read('', { VALETKEY_PORT: '4321\n' }).listen.port, 4321)
})

test('an empty variable counts as not set, and does not override a file', () => {
  const secretFile = write('secret', 'a secret that is long enough')
  const empty = { VALETKEY_ISSUER: '', VALETKEY_PORT: '', VALETKEY_DATABASE: '', VALETKEY_METRICS_TOKEN: '\n' }
  const config = read('issuer: https://id.example.com', {
    ...empty,
    VALETKEY_SECRET: '',
    VALETKEY_SECRET_FILE: secretFile,
  })
  assert.deepEqual(
    [config.issuer, config.listen.port, config.database, config.secret],
    ['https://id.example.com', 4000, 'sqlite:./valetkey.db', 'a secret that is long enough'],
  )
})

test('a secret file that is not UTF-8 is refused', () => {
  const environment = { VALETKEY_SECRET_FILE: write('latin', Buffer.from('größer als sechzehn', 'latin1')) }
  assert.match(fault('', environment), /^VALETKEY_SECRET_FILE: .*latin is not UTF-8: line 1/)
})

test('secrets of clients and accounts may be in files next to the configuration, or given as hashes', () => {
  write('client.secret', 'a-secret-of-a-client\n')
  write('alice.password', 'grüße aus dem Wunderland\n')
  const hash = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  const config = read(
    [
      'clients:',
      '  - { client_id: a, client_secret_file: client.secret }',
      `  - { client_id: b, client_secret_hash: "${hash}" }`,
      'accounts: [{ username: alice, password_file: ./alice.password }]',
    ].join('\n'),
  )
  assert.deepEqual(config.clients, [
    { client_id: 'a', client_secret: 'a-secret-of-a-client' },
    { client_id: 'b', client_secret_hash: hash },
  ])
  assert.deepEqual(config.accounts, [{ username: 'alice', password: 'grüße aus dem Wunderland' }])
  write('empty', '')
  for (const [yaml, expected] of [
    [
      'clients:\n  - client_id: a\n    client_secret_file: absent',
      /valetkey\.yaml:3: clients\[0\]\.client_secret_file: .*absent does not exist/,
    ],
    ['clients: [{ client_id: a, client_secret_file: empty }]', /client_secret_file: empty is empty$/],
    [
      'clients: [{ client_id: a, client_secret: x, client_secret_file: empty }]',
      /has client_secret and client_secret_file: keep one/,
    ],
    [
      'accounts: [{ username: a, password: long enough, password_hash: "$argon2id$x" }]',
      /has password and password_hash: keep one/,
    ],
    ['clients: [{ client_id: a, client_secret_hash: plain }]', /client_secret_hash must be an argon2id hash/],
  ] as const)
    assert.match(fault(yaml), expected)
})

test('merges are accepted, two documents are refused, and aliases cannot multiply without limit', () => {
  const config = read(
    'clients:\n  - &base { client_id: a, scope: read, grant_types: [client_credentials] }\n  - { <<: *base, client_id: b }',
  )
  assert.deepEqual(
    config.clients?.map(({ client_id, scope }) => [client_id, scope]),
    [
      ['a', 'read'],
      ['b', 'read'],
    ],
  )
  const many = ['clients:', '  - &base { client_id: a, scope: read }']
  for (let at = 0; at < 2_000; at++) many.push(`  - { <<: *base, client_id: c${at} }`)
  assert.equal(read(many.join('\n')).clients?.length, 2_001)
  assert.match(
    fault('issuer: https://a.example\n---\nissuer: https://b.example'),
    /valetkey\.yaml: has a second document at line 2, column 1: keep one, and remove the --- between them$/,
  )
  const laughs = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]']
  const levels = Array.from({ length: 12 }, (_, at) => `b${at}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(', ')}]`)
  const began = performance.now()
  assert.match(fault([...laughs, ...levels].join('\n')), /aliases are resolved more than 10000 times/)
  const merges = [
    'a0: &m0 { x: 1 }',
    ...levels.map((_, at) => `a${at + 1}: &m${at + 1} { <<: [${Array(10).fill(`*m${at}`).join(', ')}] }`),
  ]
  fault(merges.join('\n'))
  assert.ok(performance.now() - began < 5_000)
})

test('a wrong database URL is refused with the correct form, and without any part of a password', () => {
  for (const [url, expected] of [
    ['sqlite:~/x.db', /must not begin with ~/],
    ['sqlite:file:./x.db', /must be sqlite: and the name of a file, not a URI: sqlite:\.\/x\.db$/],
    ['sqlite:file:///x.db', /not a URI: sqlite:\/x\.db$/],
    ['postgres://u:q@zz#w@h/db', /percent-encoded: %40 for @, %23 for #/],
    ['postgres://u:qzz#w@h/db', /percent-encoded/],
    ['postgres://u:q@zz@h/db', /percent-encoded/],
    ['postgres://u:q/zz@h/db', /percent-encoded/],
    ['postgres://u:q?zz@h/db', /percent-encoded/],
    ['postgres://u:qzz%w@h/db', /percent-encoded/],
  ] as const) {
    const sentence = fault(`database: "${url}"`)
    assert.match(sentence, expected, url)
    assert.doesNotMatch(sentence, /zz/, url)
  }
  for (const good of [
    'postgres://u:p%40ss%23w@h/db',
    'postgres://h/db?application_name=x',
    'postgres:///db?host=/run/pg',
  ])
    assert.equal(read(`database: "${good}"`).database, good)
})

test('an issuer with a trailing slash is published as the note says (RFC 8414 §3.3)', () => {
  const bare = read('issuer: https://id.example.com/')
  assert.equal(bare.issuer, 'https://id.example.com')
  assert.match(bare.notes.join(), /published as https:\/\/id\.example\.com, without the slash/)
  const path = read('issuer: https://id.example.com/tenant/')
  assert.equal(path.issuer, 'https://id.example.com/tenant/')
  assert.match(path.notes.join(), /ends with a slash, and clients must name it with that slash/)
  assert.deepEqual(read('issuer: https://id.example.com/tenant').notes, [])
})

test('e-mail addresses in every script are accepted (RFC 6531), and invalid ones are refused', () => {
  const yaml = (email: string) => `accounts: [{ username: a, email: ${JSON.stringify(email)} }]`
  for (const good of [
    'a.b+c@example.com',
    'дмитрий@пример.рф',
    'grüße@bücher.example',
    '用户@例子.广告',
    "o'neil@example.co.uk",
  ])
    assert.equal(read(yaml(good)).accounts?.[0]?.email, good)
  for (const wrong of [
    'plain',
    'a@b',
    'a b@example.com',
    '.a@example.com',
    'a..b@example.com',
    'a@-example.com',
    'a@b@example.com',
    'a\u0000@example.com',
  ])
    assert.match(fault(yaml(wrong)), /email must be an e-mail address/, wrong)
})
