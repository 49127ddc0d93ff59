import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PostgresMissing } from '../../../../bench/servers/postgres.ts'
import { orMissing } from './testing/engines.ts'

const { CI } = process.env
const { getuid } = process
before(() => {
  process.getuid = () => 1000 // not root, so that only the CI variable decides
})
after(() => {
  process.env.CI = CI
  if (CI === undefined) delete process.env.CI
  process.getuid = getuid as NonNullable<typeof getuid>
})

test("a missing engine is skipped on a developer's machine and fails in CI", async () => {
  delete process.env.CI
  const missing = () => orMissing(Promise.reject(new PostgresMissing('not installed')))
  assert.deepEqual(await missing(), { missing: 'not installed' })
  process.env.CI = 'true'
  await assert.rejects(missing(), PostgresMissing)
})

test('an installed engine that does not start fails everywhere', async () => {
  for (const ci of ['true', '']) {
    process.env.CI = ci
    await assert.rejects(orMissing(Promise.reject(new Error('port in use'))), /port in use/)
  }
})

test('a started engine is returned', async () => {
  const place = {}
  assert.equal(await orMissing(Promise.resolve(place)), place)
})
