import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { commandsPage } from './commands-page.ts'
import { configurationPage } from './configuration-page.ts'
import { endpointsOf } from './error-places.ts'
import { errorsPage } from './errors-page.ts'
import { findRefusals } from './find-refusals.ts'

const root = path.join(import.meta.dirname, '..', '..')

test('every refusal in the source has an endpoint, and its code a meaning and a mend', () => {
  const refusals = findRefusals(root)
  assert.ok(refusals.length > 60, `${refusals.length} refusals`)
  for (const { file } of refusals) assert.ok(endpointsOf(file))
  assert.match(errorsPage(root), /\| token \| the code has expired \|/)
})

test('every option is on the page with its default', () => {
  const page = configurationPage()
  assert.match(page, /\| `accessToken` \| integer, 1 to 86400 \| `600` \|/)
  assert.match(page, /`dangerously\.allowImplicit`/)
  assert.match(page, /`scopes\[\]\.name`/)
})

test('every command is on the page with its options', () => {
  for (const name of ['serve', 'client rotate-secret', 'keys rotate', 'token explain', 'backup']) {
    assert.ok(commandsPage().includes(`## valetkey ${name}\n`), name)
  }
})
