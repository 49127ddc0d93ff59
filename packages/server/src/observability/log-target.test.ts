import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const source = path.join(import.meta.dirname, 'log-target.ts')

interface Writer {
  readonly child: ChildProcess
  /** Waits until the process has written these words to standard output. */
  until(words: RegExp): Promise<string>
}

/** Starts a process that runs `work` with a target on its standard error, which nobody reads yet. */
function startWriter(t: TestContext, work: string): Writer {
  const script = `import { createLogTarget } from ${JSON.stringify(source)}
const target = createLogTarget(2, (count) => console.log('dropped ' + count))
const line = 'x'.repeat(1023) + '\\n'
${work}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout?.on('data', (part) => {
    output += part
  })
  return {
    child,
    async until(words) {
      for (let tries = 0; tries < 400 && !words.test(output); tries++) await sleep(50)
      assert.match(output, words)
      return output
    },
  }
}

test('a reader that stops reading delays nothing, and loses the lines beyond 4 MB, which are counted', async (t) => {
  const { child, until } = startWriter(
    t,
    `const began = performance.now()
for (let count = 0; count < 6_000; count++) target.write(line)
console.log('wrote in ' + Math.round(performance.now() - began) + ' ms')
setInterval(() => undefined, 1_000)`,
  )
  const wrote = await until(/wrote in \d+ ms/)
  assert.ok(Number(/wrote in (\d+)/.exec(wrote)?.[1]) < 2_000, wrote)
  child.stderr?.resume()
  const dropped = Number(/dropped (\d+)/.exec(await until(/dropped \d+/))?.[1])
  assert.ok(dropped > 1_500 && dropped < 2_000, `${dropped}`)
})

test('lines that wait are written before the process ends', async (t) => {
  const { child } = startWriter(t, 'for (let count = 0; count < 2_000; count++) target.write(line)\nprocess.exit(0)')
  let bytes = 0
  child.stderr?.on('data', (part: Buffer) => {
    bytes += part.length
  })
  await once(child, 'close')
  assert.equal(bytes, 2_000 * 1024)
})

test('a process ends although its reader stalls', async (t) => {
  const { child } = startWriter(
    t,
    `for (let count = 0; count < 2_000; count++) target.write(line)
setTimeout(() => process.exit(0), 1_500)`,
  )
  const [code] = await Promise.race([once(child, 'exit'), sleep(15_000, ['it still runs'], { ref: false })])
  assert.equal(code, 0)
})
