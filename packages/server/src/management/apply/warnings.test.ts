import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../config/read-config.ts'
import { createServer } from '../../main.ts'
import { createPlace } from '../../testing/cli.ts'

const books = { identifier: 'https://books.example.com', name: 'Books', scopes: [{ name: 'books:read' }] }
const machine = { client_secret: 'a-secret-that-is-long-enough', grant_types: ['client_credentials'] }
const place = await createPlace()

/** Returns the notes about a file, after asserting that serve, apply, a dry run and doctor report the same ones. */
async function notesOf(members: object): Promise<readonly string[]> {
  place.write(members)
  const dry = await place.run(['apply', place.file, '--dry-run'])
  const applied = await place.run(['apply', place.file])
  assert.equal(applied.code, 0, 'a file with notes is applied')
  const said: string[] = []
  const config = readConfig({ file: place.file, environment: {}, options: { port: '0' } })
  await (await createServer(config, { say: (line) => said.push(line) })).close()
  const notes = said.filter((line) => line.startsWith('note: '))
  const inStderr = (text: string) =>
    text.split('\n').filter((line) => line.startsWith('note: client') || line.startsWith('note: account'))
  assert.deepEqual(inStderr(applied.stderr), notes)
  assert.deepEqual(inStderr(dry.stderr), notes)
  const { warnings } = JSON.parse((await place.run(['doctor', '--config', place.file, '--json'])).stdout)
  const reported = (warnings as { subject: string; reason: string; fix: string; clause: string | null }[]).map(
    ({ subject, reason, fix, clause }) => `note: ${subject}: ${reason}; ${fix}${clause === null ? '' : ` (${clause})`}`,
  )
  for (const note of notes)
    assert.ok(reported.includes(note), `doctor reports it as well: ${note}\n${reported.join('\n')}`)
  return notes
}

test('a scope that no API defines is reported by serve, apply and doctor, with the nearest defined name', async () => {
  const clients = [
    { ...machine, client_id: 'near', scope: 'books:raed offline_access' },
    { ...machine, client_id: 'commas', scope: 'books:read,books:delete' },
    { ...machine, client_id: 'far', scope: 'books:read something-else' },
    {
      ...machine,
      client_id: 'at',
      apis: [{ identifier: books.identifier, scope: 'books:read reed' }],
      scope: 'unused',
    },
  ]
  assert.deepEqual(await notesOf({ apis: [books], clients }), [
    'note: client near: no API defines books:raed; did you mean books:read?',
    'note: client commas: scope: books:read,books:delete is one name; write spaces between names: books:read books:delete',
    'note: client far: no API defines something-else; add it to an API, or remove it from the client',
    'note: client at: https://books.example.com does not define reed; add it to an API, or remove it from the client',
  ])
})

test('no warning for scopes of an API that a command added or that clients imply, except names with commas', async () => {
  await place.run([
    'api',
    'add',
    'https://more.example.com',
    '--name',
    'More',
    '--scope',
    'more',
    '--config',
    place.file,
  ])
  assert.deepEqual(await notesOf({ apis: [books], clients: [{ ...machine, client_id: 'job', scope: 'more' }] }), [])
  const clients = [{ ...machine, client_id: 'job', scope: 'anything read,create' }]
  assert.deepEqual(await notesOf({ apis: [], clients }), [
    'note: client job: scope: read,create is one name; write spaces between names: read create',
  ])
})

test('risky redirect URIs are accepted and reported by serve, apply and doctor', async () => {
  const redirect_uris = ['vscode://vendor.extension/cb', 'http://192.168.1.5/cb', 'https://app.example.com/cb']
  const clients = [{ client_id: 'tool', redirect_uris, dangerously_allow_http_redirects: true }]
  assert.deepEqual(await notesOf({ clients }), [
    'note: client tool: redirect_uris: vscode://vendor.extension/cb has the scheme vscode: without a dot, which any other app on the device can claim; prefer a reversed domain name, such as com.example.app: (RFC 8252 §7.1)',
    'note: client tool: redirect_uris: http://192.168.1.5/cb is plain http: anyone on that network can read the code; use https (RFC 9700 §2.6)',
  ])
  place.write({ clients: [{ client_id: 'tool', redirect_uris }] })
  const refused = await place.run(['apply', place.file])
  assert.match(refused.stderr, /http:\/\/192\.168\.1\.5\/cb is plain http .*dangerously_allow_http_redirects: true/)
})

test('an account is reported until it has a password', async () => {
  const accounts = [
    { username: 'alice' },
    { username: 'bob', password: 'builder of bridges' },
    { username: 'carol', disabled: true },
  ]
  assert.deepEqual(await notesOf({ accounts }), [
    'note: account alice: has no password: nobody can log in with it; valetkey account set-password alice gives it one',
  ])
  await place.json('account', 'set-password', 'alice', '--generate-password')
  assert.deepEqual(await notesOf({ accounts }), [])
})

test('only the first of many warnings are shown, with the number of the others', async () => {
  const accounts = Array.from({ length: 25 }, (_, index) => ({ username: `person-${index}` }))
  place.write({ accounts })
  const { stderr } = await place.run(['apply', place.file])
  assert.equal(stderr.match(/^note: account/gm)?.length, 20)
  assert.match(stderr, /^note: 5 more like these; valetkey doctor lists them all$/m)
})

test('a guessable client secret is reported, unless the issuer is on this computer', async () => {
  const guessable = [
    'short',
    'Summer-Holidays-1969!',
    'correct horse battery staple',
    'abababababababababab',
    'change-me-please-0192837465',
  ]
  const strong = ['c6Jx0pZ8vQ2mT7wY5nB1Lk', '9f86d081884c7d659a2feaa0c55ad015', 'k3x0pz8vq2mt7wy5nb1cl6df9hg4sa0u']
  const clients = [...guessable, ...strong].map((client_secret, index) => ({
    ...machine,
    client_id: `${index < guessable.length ? 'guessable' : 'strong'}-${index}`,
    client_secret,
    scope: 'books:read',
  }))
  const saidOf = async (issuer: string) => {
    place.write({
      issuer,
      secret: '0VbS4qj1Hk3Rz8WfTn6yXc2GmLpD5uEa',
      database: 'sqlite::memory:',
      apis: [books],
      clients,
    })
    const said: string[] = []
    const config = readConfig({ file: place.file, environment: {}, options: { port: '0' } })
    await (await createServer(config, { say: (line) => said.push(line) })).close()
    const { stdout } = await place.run(['doctor', '--config', place.file, '--json'])
    const { errors, warnings } = JSON.parse(stdout)
    const inDoctor = [...errors, ...warnings].filter(({ reason }: { reason: string }) =>
      reason.startsWith('client_secret'),
    )
    return { notes: said.filter((line) => line.includes('may be guessed')), inDoctor }
  }
  const { notes, inDoctor } = await saidOf('https://id.example.com')
  assert.deepEqual(
    notes.map((note) => /client (\S+): client_secret/.exec(note)?.[1]),
    clients.slice(0, 5).map((one) => one.client_id),
  )
  const named = inDoctor.map(({ subject }: { subject: string }) => subject)
  for (const { client_id } of clients.slice(0, 5)) {
    assert.equal(named.filter((subject: string) => subject === `client ${client_id}`).length, 1, client_id)
  }
  assert.deepEqual((await saidOf('http://localhost:4000')).notes, [])
})

test('an argon2 hash that cannot be verified is refused in the configuration', async () => {
  const hash = `$argon2id$v=19$m=1,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  for (const members of [
    { accounts: [{ username: 'alice', password_hash: hash }] },
    { clients: [{ client_id: 'machine', grant_types: ['client_credentials'], client_secret_hash: hash }] },
  ]) {
    place.write({ apis: [books], ...members })
    const { code, stderr } = await place.run(['apply', place.file])
    assert.equal(code, 1)
    assert.match(stderr, /_hash has m=1, and m must be 8 for each of its 1 lanes or more/)
    const config = readConfig({ file: place.file, environment: {}, options: { port: '0' } })
    await assert.rejects(createServer(config, { say: () => {} }), /_hash has m=1/)
  }
})
