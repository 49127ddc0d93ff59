import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { createPasswordHasher } from '../packages/server/src/accounts/password-hasher.ts'
import { createPlace } from '../packages/server/src/testing/cli.ts'
import { writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('moving-to-valetkey.md', import.meta.url), 'utf8')
const snippets = writeSnippets(page)
after(() => snippets.remove())

/** A credential as Keycloak exports it, with the parts of a hash in PHC form. */
function toCredential(hash: string) {
  const [, type = '', m, t, p, salt = '', value = ''] =
    /^\$argon2(\w+)\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$(\S+)\$(\S+)$/.exec(hash) ?? []
  const pad = (text: string) => Buffer.from(text, 'base64').toString('base64')
  const more = { hashLength: ['32'], memory: [m], type: [type], version: ['1.3'], parallelism: [p] }
  return {
    type: 'password',
    secretData: JSON.stringify({ value: pad(value), salt: pad(salt), additionalParameters: {} }),
    credentialData: JSON.stringify({ hashIterations: Number(t), algorithm: 'argon2', additionalParameters: more }),
  }
}

test('users of a Keycloak realm come along with their passwords and roles, and others are listed', async () => {
  const hash = await createPasswordHasher().hash('wonderland')
  const old = { algorithm: 'pbkdf2-sha512', hashIterations: 210_000, additionalParameters: {} }
  const users = [
    {
      username: 'alice',
      enabled: true,
      email: 'alice@example.com',
      emailVerified: true,
      firstName: 'Alice',
      lastName: 'Liddell',
      realmRoles: ['admin'],
      credentials: [toCredential(hash)],
    },
    {
      username: 'bob',
      enabled: true,
      credentials: [{ type: 'password', secretData: '{}', credentialData: JSON.stringify(old) }],
    },
    { username: 'service-account-job', serviceAccountClientId: 'job', enabled: true },
  ]
  writeFileSync(path.join(snippets.folder, 'realm.json'), JSON.stringify({ users }))
  const script = path.join(snippets.folder, 'accounts-from-keycloak.js')
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: snippets.folder })
  assert.equal(stdout, '1 accounts written; without an argon2 hash: bob\n')
  const { accounts } = JSON.parse(readFileSync(path.join(snippets.folder, 'accounts.yaml'), 'utf8'))
  assert.equal(accounts[0].password_hash, hash)
  const place = await createPlace({})
  const applied = await place.run(['apply', path.join(snippets.folder, 'accounts.yaml'), '--config', place.file])
  assert.equal(applied.code, 0, applied.stderr)
  const shown = await place.json('account', 'show', 'alice')
  assert.deepEqual([shown.name, shown.roles], ['Alice Liddell', ['admin']])
})
