import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { withoutNpm } from './npm.mjs'

const start = `
const { runTests } = await import(${JSON.stringify(path.join(import.meta.dirname, 'run-tests.ts'))})
console.log(JSON.stringify(await runTests(process.cwd(), process.argv.slice(2))))`

/** Runs one test file with the given text, or none, and any further ones, and returns the output and the counts. */
function outcomeOf(
  text?: string,
  ...further: readonly string[]
): { readonly printed: string; readonly count: unknown } {
  const folder = mkdtempSync(path.join(tmpdir(), 'runner-'))
  try {
    if (text !== undefined) writeFileSync(path.join(folder, 'a.test.ts'), text)
    const { NODE_TEST_CONTEXT: _, ...env } = withoutNpm(process.env)
    writeFileSync(path.join(folder, 'start.mjs'), start)
    const others = further.map((other, index) => {
      writeFileSync(path.join(folder, `other-${index}.test.ts`), other)
      return `other-${index}.test.ts`
    })
    const args = ['start.mjs', ...(text === undefined ? [] : ['a.test.ts']), ...others]
    const printed = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env }).stdout
    return { printed, count: JSON.parse(printed.trim().split('\n').at(-1) ?? '') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const head = "import { describe, test } from 'node:test'\n"

test('each test counts once, in a suite or not', () => {
  const { count } = outcomeOf(`${head}test('a', () => {})\ndescribe('s', () => { test('b', () => {}) })`)
  assert.deepEqual(count, { passed: 2, failed: 0, skipped: 0 })
})

test('a failure is reported with its reason and the output of the file', () => {
  const { printed, count } = outcomeOf(`${head}console.log('clue')\ntest('rule', () => { throw new Error('why') })`)
  assert.deepEqual(count, { passed: 0, failed: 1, skipped: 0 })
  for (const part of ['rule', 'why', 'clue']) assert.ok(printed.includes(part))
})

test('a skipped test is neither passed nor failed', () => {
  assert.deepEqual(outcomeOf(`${head}test('a', { skip: 'why' }, () => {})`).count, { passed: 0, failed: 0, skipped: 1 })
})

test('a file that crashes has failed, even after a test that passed', () => {
  const crash = `${head}test('a', () => {})\nsetTimeout(() => { throw new Error('late') }, 50)`
  assert.deepEqual(outcomeOf(crash).count, { passed: 1, failed: 1, skipped: 0 })
  assert.deepEqual(outcomeOf("throw new Error('early')").count, { passed: 0, failed: 1, skipped: 0 })
})

test('a file that exits early or contains no test has failed', () => {
  assert.deepEqual(outcomeOf('process.exit(0)').count, { passed: 0, failed: 1, skipped: 0 })
  assert.deepEqual(outcomeOf('export {}').count, { passed: 0, failed: 1, skipped: 0 })
})

test('a suite whose setup fails has failed', () => {
  const suite =
    "import { before, describe, test } from 'node:test'\ndescribe('s', () => { before(() => { throw new Error('x') }); test('a', () => {}) })"
  assert.match(JSON.stringify(outcomeOf(suite).count), /"passed":0,"failed":[12],/)
})

test('a run of nothing has failed', () => {
  assert.deepEqual(outcomeOf().count, { passed: 0, failed: 1, skipped: 0 })
})

const fine = `${head}test('fine', () => {})`

test('a file that fails among others is run once more, alone, and the second run counts', () => {
  const second = `${head}import { existsSync, writeFileSync } from 'node:fs'
test('flaky', () => { if (!existsSync('ran')) { writeFileSync('ran', ''); throw new Error('too slow') } })`
  const { printed, count } = outcomeOf(second, fine)
  assert.deepEqual(count, { passed: 2, failed: 0, skipped: 0 })
  assert.match(printed, /too slow[\s\S]*Once more[\s\S]*Passed only when run alone:\n {2}a\.test\.ts/)
})

test('a file that fails twice has failed', () => {
  const { printed, count } = outcomeOf(`${head}test('rule', () => { throw new Error('why') })`, fine)
  assert.deepEqual(count, { passed: 1, failed: 1, skipped: 0 })
  assert.match(printed, /Once more[\s\S]*\nFailed:\n {2}a\.test\.ts/)
})

test('many failures are no accident, and are not run again', () => {
  const wrong = `${head}test('rule', () => { throw new Error('why') })`
  const { printed, count } = outcomeOf(fine, ...Array.from({ length: 9 }, () => wrong))
  assert.deepEqual(count, { passed: 1, failed: 9, skipped: 0 })
  assert.doesNotMatch(printed, /Once more/)
})
