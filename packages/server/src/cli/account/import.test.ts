import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace()
const on = ['--config', place.file]

test('an import names the users that it skips, and fails if there are any', async () => {
  const file = path.join(place.folder, 'users.json')
  const hash = '$2b$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..'
  const user = { user_id: 'auth0|1', email: 'dora@example.com', passwordHash: hash, app_metadata: { plan: 'gold' } }
  writeFileSync(file, `${JSON.stringify(user)}\n{"user_id":"auth0|2"}\n`)
  const run = await place.run(['account', 'import', '--from', 'auth0', file, ...on])
  assert.equal(run.code, 1, run.stderr)
  assert.match(run.stdout, /added +1\n/)
  assert.match(run.stdout, /not imported, with the number of users:\n {2}app_metadata of 1/)
  assert.match(run.stderr, /users\.json:2: user skipped: has no username, email or phone_number/)
  assert.doesNotMatch(run.stdout + run.stderr, /\$2b\$/)
  writeFileSync(file, JSON.stringify(user))
  const again = await place.json('account', 'import', '--from', 'auth0', file)
  assert.deepEqual([again.added, again.unchanged, again.skipped], [0, 1, 0])
  const missing = await place.run(['account', 'import', '--from', 'auth0', 'no-such.json', ...on])
  assert.deepEqual([missing.code, missing.stderr.includes('no-such.json cannot be read')], [2, true])
  assert.equal((await place.run(['account', 'import', '--from', 'okta', file, ...on])).code, 2)
})
