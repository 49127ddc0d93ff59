import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { passwordFault } from '../accounts/passwords/rule.ts'
import { guessableSecretFault, isPrintedSecret } from '../config/guessable-secret.ts'
import { startServer } from '../testing/server.ts'

const issuer = 'https://id.example.com'
const client = { client_id: 'job', grant_types: ['client_credentials'], scope: 'read' }
const only = { clients: [], accounts: [] }
const without = ({ apis }: { readonly apis: readonly object[] }) => ({
  ...only,
  apis: apis.map((api) => ({ ...api, introspectedBy: [] })),
})

test('a production server does not start with a guessable secret', async () => {
  for (const secret of [
    'a'.repeat(16),
    'abababababababab',
    'abcdefghijklmnopqrst',
    '1234567890123456',
    'contacts-web-demo-secret',
    'change-me-please-now',
    'Secret1234567890',
  ]) {
    await assert.rejects(
      startServer((config) => ({ ...without(config), issuer, secret })),
      { name: 'ConfigError', message: /^secret .*set VALETKEY_SECRET/ },
      secret,
    )
  }
  for (const secret of ['a'.repeat(16), 'abcdefghijklmnopqrst'])
    await startServer((config) => ({ ...without(config), secret }))
  assert.equal(guessableSecretFault('k8Yx0u2rWq5ZbT1eNfHs7A'), undefined)
  assert.equal(guessableSecretFault('a secret for tests and for nothing else'), undefined)
})

test('a production server does not start with a secret or password of the demo', async () => {
  for (const [change, sentence] of [
    [{ clients: [{ ...client, client_secret: 'contacts-robot-demo-secret' }] }, /client job: client_secret is printed/],
    [{ clients: [{ ...client, client_secret: 'a-long-random-secret-that-only-this-job-knows' }] }, /client job: /],
    [
      { accounts: [{ username: 'alice', password: 'wonderland' }] },
      /account alice: password is the password of the demo/,
    ],
    [{ accounts: [{ username: 'alice', password: 'password1' }] }, /account alice: password is one of the most common/],
  ] as const) {
    await assert.rejects(
      startServer((config) => ({ ...without(config), issuer, ...change })),
      { name: 'ManagementError', message: sentence },
    )
    await startServer((config) => ({ ...without(config), ...change }))
  }
})

test('a password that is too short is refused for every issuer', async () => {
  await assert.rejects(
    startServer((config) => ({ ...without(config), accounts: [{ username: 'alice', password: 'short' }] })),
    /account alice: password has 5 characters; it must have 8 to 1000 characters/,
  )
})

test('every secret and password in the documentation is on the list of printed ones', () => {
  const root = path.join(import.meta.dirname, '../../../..')
  const files = ['.', 'docs', 'examples', 'examples/extension-grant', 'packages/server', 'deploy'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => /\.(?:md|ya?ml)$/.test(name))
      .map((name) => path.join(root, folder, name)),
  )
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    for (const [, secret = ''] of text.matchAll(/^\s*(?:- )?\{?.*\bclient_secret: ([A-Za-z0-9-]{8,})/gm))
      assert.ok(isPrintedSecret(secret), `${file}: ${secret}`)
    for (const [, password = ''] of text.matchAll(/\bpassword: ([a-z]{4,})\b(?!:)/g)) {
      if (file.includes('examples') || file.includes('server/README'))
        assert.notEqual(passwordFault(password), undefined, `${file}: ${password}`)
    }
  }
})
