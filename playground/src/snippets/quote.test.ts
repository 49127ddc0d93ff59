import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { quoteGo, quoteJavaScript, quotePython, quoteShell, toComment } from './quote.ts'

// biome-ignore format: one list
const nasty = [
  `'`, `"`, '`', '\\', '$(touch /tmp/x)', `$${'{HOME}'}`, '!!', '\n', '\r\n', '\t', '\u001b[201~', '\u202e', '\u2028', '\ufeff',
  'é', '𝔘', '%s', '#', '//', '*/', '</script>', "'''", '"""', '\\u0041', '~', '@file', '=', ' ', '-n', '\ud800',
]
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 3 })), { maxLength: 12 })
    .map((list) => list.join('')),
)
const samples = [...nasty, nasty.join(''), ...fc.sample(texts, 300)]
const expected = samples.map((text) => text.toWellFormed())

/** What a program of another language printed for each sample: its bytes in hexadecimal, one a line. */
function assertPrinted(output: string, wanted: readonly string[]): void {
  const printed = output.split('\n').slice(0, wanted.length)
  assert.deepEqual(
    printed.map((line) => Buffer.from(line, 'hex').toString()),
    wanted,
  )
}

const find = (...files: readonly string[]) => files.find((file) => existsSync(file))

test('a quoted text is one literal of JavaScript with exactly this value', () => {
  fc.assert(fc.property(texts, (text) => runInNewContext(quoteJavaScript(text)) === text.toWellFormed()))
})

const bash = find('/bin/bash', '/usr/bin/bash')
test('a quoted text is one word of a shell with exactly this value', { skip: !bash && 'no bash' }, () => {
  const lines = samples.map((text) => `printf %s ${quoteShell(text)} | od -An -v -tx1 | tr -d ' \\n'; echo`)
  const { stdout } = spawnSync(bash ?? '', ['-s'], { input: lines.join('\n'), encoding: 'utf8' })
  assertPrinted(
    stdout,
    expected.map((text) => text.replaceAll('\0', '\ufffd')),
  )
})

const python = find('/usr/bin/python3')
test('a quoted text is one literal of Python with exactly this value', { skip: !python && 'no Python' }, () => {
  const lines = samples.map((text) => `print(${quotePython(text)}.encode().hex())`)
  const { stdout } = spawnSync(python ?? '', ['-'], { input: lines.join('\n'), encoding: 'utf8' })
  assertPrinted(stdout, expected)
})

const hasGo = spawnSync('go', ['version']).status === 0
test('a quoted text is one literal of Go with exactly this value', { skip: !hasGo && 'no Go' }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-quote-'))
  try {
    const lines = samples.map((text) => `fmt.Printf("%x\\n", ${quoteGo(text)})`)
    writeFileSync(path.join(folder, 'main.go'), `package main\nimport "fmt"\nfunc main() {\n${lines.join('\n')}\n}\n`)
    const { stdout } = spawnSync('go', ['run', 'main.go'], { cwd: folder, encoding: 'utf8' })
    assertPrinted(stdout, expected)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('nothing that a terminal obeys is in a snippet: controls and marks of direction are escaped', () => {
  const isSeen = (text: string) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)
  for (const quote of [quoteShell, quoteJavaScript, quotePython, quoteGo, toComment]) {
    fc.assert(fc.property(texts, (text) => isSeen(quote(text))))
  }
})
