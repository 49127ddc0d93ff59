import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createServer, readConfig, type Server } from 'valetkey'
import { findFreePorts } from '../../e2e/free-ports.ts'
import { startTestIssuer, type TestIssuer } from '../../packages/guard/test-issuer.ts'

process.env.VALETKEY_LOG ??= 'silent'

/** Installs packages, which takes minutes the first time; without it, what is installed is used, and the rest is skipped. */
const mayInstall = process.env.VALETKEY_TEST_LANGUAGES === '1'
const audience = 'https://contacts.example.com'
const secret = 'QkDXsLwW2mGv8rT1pZ6yNfJ3cHb5eKa9uVx0oRi7tYq'

interface Language {
  readonly folder: string
  /** Returns why it cannot run here, if it cannot. */
  readonly prepare: (folder: string, work: string) => string | undefined
  readonly command: (work: string) => readonly [command: string, ...args: string[]]
}

function succeeds(command: string, args: readonly string[], cwd?: string): boolean {
  return spawnSync(command, args, { ...(cwd && { cwd }), stdio: 'ignore' }).status === 0
}

const installs = 'set VALETKEY_TEST_LANGUAGES=1 to install its packages'

const languages: readonly Language[] = [
  {
    folder: 'python',
    prepare(folder, work) {
      if (!succeeds('python3', ['--version'])) return 'python3 is not installed'
      if (!mayInstall) return succeeds('python3', ['-c', 'import jwt, cryptography']) ? undefined : installs
      const pip = path.join(work, 'venv/bin/pip')
      assert.ok(succeeds('python3', ['-m', 'venv', path.join(work, 'venv')]))
      assert.ok(succeeds(pip, ['install', '--quiet', '--requirement', path.join(folder, 'requirements.txt')]))
      return undefined
    },
    command: (work) => [mayInstall ? path.join(work, 'venv/bin/python') : 'python3', 'verify.py'],
  },
  {
    folder: 'go',
    prepare(folder, work) {
      if (!succeeds('go', ['version'])) return 'go is not installed'
      if (!mayInstall) return installs
      assert.ok(succeeds('go', ['build', '-o', path.join(work, 'verify'), '.'], folder))
      return undefined
    },
    command: (work) => [path.join(work, 'verify')],
  },
  {
    folder: 'java',
    prepare(folder, work) {
      if (!succeeds('javac', ['-version']) || !succeeds('mvn', ['-v'])) return 'javac or mvn is not installed'
      if (!mayInstall) return installs
      const output = `-Dmdep.outputFile=${path.join(work, 'classpath')}`
      assert.ok(succeeds('mvn', ['-q', '-B', 'dependency:build-classpath', output], folder))
      return undefined
    },
    command: (work) => ['java', '-cp', readFileSync(path.join(work, 'classpath'), 'utf8'), 'Verify.java'],
  },
]

let work: string
let server: Server
let issuer: string
let testIssuer: TestIssuer
before(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'valetkey-languages-'))
  testIssuer = await startTestIssuer()
  const [port = 0] = await findFreePorts(1)
  issuer = `http://localhost:${port}`
  const file = path.join(work, 'valetkey.yaml')
  const settings = {
    issuer,
    database: `sqlite:${work}/valetkey.db`,
    secret: 'a secret for tests and for nothing else',
    listen: { host: '127.0.0.1', port },
    apis: [audience, 'https://files.example.com'].map((identifier) => ({
      identifier,
      name: identifier,
      scopes: ['read', 'create'].map((name) => ({ name, description: name })),
    })),
    clients: [
      { client_id: 'report', client_secret: secret, grant_types: ['client_credentials'], scope: 'read create' },
    ],
  }
  writeFileSync(file, JSON.stringify(settings)) // JSON is YAML
  server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => {} })
  await server.listen()
})
after(async () => {
  await server.close()
  await testIssuer.close()
  rmSync(work, { recursive: true, force: true })
})

async function getToken(resource: string, scope: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`report:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope }),
  })
  const { access_token: token } = (await response.json()) as { readonly access_token?: string }
  assert.ok(token)
  return token
}

/** Runs a sample once for all tokens, and returns a line for each. */
async function verify({ folder, command }: Language, from: string, tokens: readonly string[]): Promise<string[]> {
  const [program, ...args] = command(path.join(work, folder))
  const child = spawn(program, [...args, from, audience, 'read'], { cwd: path.join(import.meta.dirname, folder) })
  child.stdin.end(tokens.map((token) => `${token}\n`).join(''))
  child.stderr.pipe(process.stderr)
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  return output.trim().split('\n')
}

/** Changes a token in a part that is signed: its last characters may have bits that mean nothing. */
function forge(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url')
  return [header, changed, signature].join('.')
}

const refused = [
  ['an expired one', () => testIssuer.sign({ exp: Math.floor(Date.now() / 1000) - 60 }), 401],
  ['one without exp', () => testIssuer.sign({ exp: undefined }), 401],
  ['one of another issuer', () => testIssuer.sign({ iss: 'https://other.example' }), 401],
  ['one for another API', () => testIssuer.sign({ aud: 'https://files.example.com' }), 401],
  ['an ID token', () => testIssuer.sign({}, { typ: 'JWT' }), 401],
  ['one without typ', () => testIssuer.sign({}, { typ: undefined }), 401],
  ['a forged one', async () => forge(await testIssuer.sign()), 401],
  ['one signed with an unknown key', () => testIssuer.sign({}, { kid: 'unknown' }), 401],
  ['one bound to a key', () => testIssuer.sign({ cnf: { jkt: 'x' } }), 401],
  ['one without client_id', () => testIssuer.sign({ client_id: undefined }), 401],
  ['one with another scope', () => testIssuer.sign({ scope: 'create reader' }), 403],
  ['one without scope', () => testIssuer.sign({ scope: undefined }), 403],
  ['one with a scope that is no text', () => testIssuer.sign({ scope: ['read'] }), 401],
  ['a text', async () => 'abc', 401],
  ['nothing', async () => '', 401],
] as const

for (const language of languages) {
  const { folder } = language
  test(`the ${folder} sample accepts valid access tokens (RFC 9068 §4) and no other`, async (t) => {
    const home = path.join(work, folder)
    mkdirSync(home)
    const obstacle = language.prepare(path.join(import.meta.dirname, folder), home)
    if (obstacle !== undefined) return t.skip(obstacle)

    const real = [await getToken(audience, 'read create'), await getToken(audience, 'create')]
    const foreign = [await getToken('https://files.example.com', 'read'), forge(real[0] ?? '')]
    const statuses = (await verify(language, issuer, [...real, ...foreign])).map((line) => line.slice(0, 3))
    assert.deepEqual(statuses, ['200', '403', '401', '401'])

    assert.deepEqual(await verify(language, testIssuer.url, [await testIssuer.sign()]), ['200 alice'])
    const tokens = await Promise.all(refused.map(([, sign]) => sign()))
    const lines = await verify(language, testIssuer.url, tokens)
    assert.deepEqual(
      lines.map((line, index) => [refused[index]?.[0], line.slice(0, 3)]),
      refused.map(([name, , status]) => [name, String(status)]),
    )
  })
}
