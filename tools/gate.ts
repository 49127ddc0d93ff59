import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { findLongFiles } from './house-numbers.ts'
import { findCircles } from './import-circles.ts'
import { findBreaks } from './import-table.ts'
import { findSlowPatterns } from './regular-expressions.ts'
import { runTests } from './run-tests.ts'
import { findTestFiles } from './source-files.ts'
import { findUnclearWords } from './words.ts'

const root = path.dirname(import.meta.dirname)

/** A check of the gate: returns undefined if it passes, otherwise what is wrong. */
interface Check {
  readonly name: string
  readonly run: () => Promise<string | undefined> | string | undefined
}

const execute = promisify(execFile)

async function script(...args: readonly string[]): Promise<string | undefined> {
  try {
    await execute(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 })
    return undefined
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string } // what execFile rejects with
    return `${stdout ?? ''}${stderr ?? ''}`.trim() || String(error)
  }
}

const lines = (found: readonly string[]) => (found.length === 0 ? undefined : found.join('\n'))

const docs = path.join(root, 'tools', 'generate-docs.ts')

const checks: readonly Check[] = [
  {
    name: 'format and lint',
    run: () => script('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  },
  { name: 'types', run: () => script('node_modules/typescript/bin/tsc', '-p', '.') },
  { name: 'import table', run: () => lines([...findBreaks(root), ...findCircles(root)]) },
  { name: 'compiled statements', run: () => script('tools/compile-statements.ts', '--check') },
  { name: 'house numbers', run: () => lines(findLongFiles(root)) },
  { name: 'plain words', run: () => lines(findUnclearWords(root)) },
  { name: 'regular expressions', run: () => lines(findSlowPatterns(root)) },
  ...(existsSync(docs) ? [{ name: 'generated docs', run: () => script(docs, '--check') }] : []),
]

async function runChecks(): Promise<{ passed: number; failed: number }> {
  let failed = 0
  for (const { name, run } of checks) {
    const started = Date.now()
    const fault = await run()
    console.log(`${fault ? '✖' : '✔'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
    if (fault) console.log(`${fault.replaceAll(/^/gm, '  ')}\n`)
    if (fault) failed += 1
  }
  return { passed: checks.length - failed, failed }
}

const filters = process.argv.slice(2)
const files = findTestFiles(root).filter(
  (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
)
const [checked, tested] = await Promise.all([
  filters.length === 0 ? runChecks() : { passed: 0, failed: 0 },
  runTests(root, files),
])

for (const sentence of (process.env.VALETKEY_TESTS_MISS ?? '').split('\n').filter(Boolean))
  console.log(`\n⚠ ${sentence}`)
const passed = checked.passed + tested.passed
const failed = checked.failed + tested.failed
console.log(`\n${passed} passed, ${failed} failed${tested.skipped > 0 ? `, ${tested.skipped} skipped` : ''}`)
process.exit(failed === 0 ? 0 : 1)
