import path from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'
import { createTestFolder } from './test-folder.ts'
import { longestFirst } from './test-order.ts'

/** The totals of a test run. */
export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

interface FileResult {
  readonly name: string
  passed: number
  skipped: number
  milliseconds: number
  readonly failures: { readonly title: string; readonly reason: string }[]
  output: string
}

/** Loaded into each test file's process. */
const preloads = ['test-watchdog.mjs', 'test-keys.mjs', 'test-resolve.mjs']
const perTest = 300_000
const whole = 80 * 60_000

function explain(error: Error): string {
  const cause = error.cause ?? error
  return inspect(cause, { colors: process.stdout.isTTY }).trimEnd()
}

const indent = (text: string, by: string) => text.trimEnd().replaceAll(/^/gm, by)

/** The duration in milliseconds from which it is shown for a file. */
const worthShowing = 5_000

function report({ name, passed, skipped, milliseconds, failures, output }: FileResult): void {
  if (failures.length === 0) {
    const time = milliseconds < worthShowing ? '' : `, ${Math.round(milliseconds / 1000)} s`
    console.log(`✔ ${name} (${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}${time})`)
    return
  }
  console.log(`✖ ${name} (${failures.length} failed)`)
  const reported = new Set<string>()
  for (const { title, reason } of failures) {
    console.log(`    ✖ ${title}${reported.has(reason) ? ': as above' : `\n${indent(reason, '      ')}`}`)
    reported.add(reason)
  }
  if (output) console.log(`    it printed:\n${indent(output, '    │ ')}`)
  console.log('')
}

/** The number of test files from which bundling the command line and the server saves more time than it takes. */
const worthBundling = 20

/** The most files that are run again. More failures than these are no accident of a busy machine. */
const mostAgain = 8

const failed = ({ failures }: FileResult) => failures.length > 0

/** Runs test files, each in its own process. Files that the time limit cuts off are absent from the result. */
async function runFiles(
  root: string,
  files: readonly string[],
  concurrency: number,
  signal: AbortSignal,
): Promise<readonly FileResult[]> {
  const results = new Map<string, FileResult>()
  const resultOf = (file: string) => {
    const name = path.relative(root, file)
    const known = results.get(name)
    if (known) return known
    const [last] = [...results.values()].slice(-1)
    if (last) report(last)
    const fresh = { name, passed: 0, skipped: 0, milliseconds: 0, failures: [], output: '' }
    results.set(name, fresh)
    return fresh
  }
  const stream = run({
    files: files.map((file) => path.join(root, file)),
    cwd: root,
    concurrency,
    execArgv: [
      `--test-timeout=${perTest}`,
      ...preloads.flatMap((file) => ['--import', path.join(import.meta.dirname, file)]),
    ],
    signal,
  })
  // The runner emits the events of one file after those of another, so the last known file is the one still running.
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') resultOf(data.file).output += data.message
    if ((type !== 'test:pass' && type !== 'test:fail') || data.file === undefined) continue
    const result = resultOf(data.file)
    const isFile = data.name === data.file
    if (data.nesting === 0 && !isFile) result.milliseconds += data.details.duration_ms
    if (data.skip !== undefined || data.todo !== undefined) result.skipped += 1
    else if (type === 'test:fail') {
      const { error } = data.details
      const isEcho = 'failureType' in error && error.failureType === 'subtestsFailed'
      if (!isEcho) result.failures.push({ title: isFile ? 'the file itself' : data.name, reason: explain(error) })
    } else if (isFile) result.failures.push({ title: 'the file itself', reason: 'no test ran in it' })
    else if (data.details.type !== 'suite') result.passed += 1
  }
  const all = [...results.values()]
  const [last] = all.slice(-1)
  if (last) report(last)
  return all
}

/** How many files run at once: many wait more than they compute. */
const atOnce = 4

/**
 * Runs test files, four at a time and those that take longest first, each in its own process. Prints one line for a file that passes and all details
 * of a failure. A file that crashes, contains no test or does not end counts as failed, and so does an empty run. A few files that failed are run once
 * more, one at a time, because tests of time limits fail on a busy machine; the second run counts, and both are printed.
 */
export async function runTests(root: string, files: readonly string[]): Promise<Count> {
  // Hundreds of processes load the same modules: compiling each once saves a quarter of their processor time.
  process.env.NODE_COMPILE_CACHE ??= path.join(root, '.tools', 'compile-cache')
  if (files.length >= worthBundling) {
    const { bundleCommand } = await import('./bundle-command.ts')
    const { bundleSources } = await import('./bundle-sources.ts')
    process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${await bundleCommand(root)}`.trim()
    process.env.VALETKEY_TEST_SOURCES = await bundleSources(root)
  }
  const folder = createTestFolder()
  try {
    return await runAll(root, files)
  } finally {
    folder.remove()
  }
}

async function runAll(root: string, files: readonly string[]): Promise<Count> {
  const signal = AbortSignal.timeout(whole)
  const first = await runFiles(root, longestFirst(files), atOnce, signal)
  const again = first.filter(failed)
  const isAccident = again.length > 0 && again.length <= mostAgain && files.length > again.length
  delete process.env.VALETKEY_TEST_SOURCES // a second failure is to name the lines of the sources
  if (isAccident) console.log('\nOnce more, one at a time:')
  const names = again.map(({ name }) => name)
  const second = isAccident ? await runFiles(root, names, 1, signal) : []
  const all = first.map((result) => second.find(({ name }) => name === result.name) ?? result)
  const unfinished = files.filter((file) => !all.some(({ name }) => name === file))
  for (const file of unfinished) console.log(`✖ ${file} did not run within ${whole / 60_000} minutes`)
  if (files.length === 0) console.log('✖ there is no test to run')
  const list = (title: string, found: readonly FileResult[]) => {
    if (found.length > 0) console.log(`\n${title}:\n${found.map(({ name }) => `  ${name}`).join('\n')}`)
  }
  list(
    'Passed only when run alone',
    second.filter((result) => !failed(result)),
  )
  list('Failed', all.filter(failed))
  const sum = (count: (result: FileResult) => number) => all.reduce((total, each) => total + count(each), 0)
  return {
    passed: sum((each) => each.passed),
    failed: sum((each) => each.failures.length) + unfinished.length + (files.length === 0 ? 1 : 0),
    skipped: sum((each) => each.skipped),
  }
}
