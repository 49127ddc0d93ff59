import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.dirname(import.meta.dirname)
const page = readFileSync(path.join(import.meta.dirname, 'rfc6749.md'), 'utf8')
const places = ['', 'packages', 'packages/server/src']

const find = (file: string) => places.map((place) => path.join(root, place, file)).find(existsSync)

/** Lists the titles of a file's tests; a title that is built at run time counts by its beginning or end. */
function titlesOf(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8')
  const found = source.matchAll(/\btest\(\s*(?:'(?<a>(?:[^'\\]|\\.)*)'|"(?<b>(?:[^"\\]|\\.)*)"|`(?<c>[^`]*)`)/g)
  return [...found].map(({ groups }) => groups?.a ?? groups?.b ?? groups?.c ?? '')
}

test('every file that the page names exists', () => {
  const named = [...page.matchAll(/`([\w@./-]+\.(?:ts|md))`/g)].map(([, file = '']) => file)
  assert.ok(named.length > 300, `${named.length} files are named`)
  assert.deepEqual([...new Set(named.filter((file) => find(file) === undefined))], [])
})

test('every test that the page quotes exists in its file', () => {
  const quoted = [...page.matchAll(/`([\w./-]+\.test\.ts)` (“[^”]*”(?:, “[^”]*”)*)/g)].flatMap(
    ([, file = '', names = '']) => [...names.matchAll(/“([^”]*)”/g)].map(([, name = '']) => ({ file, name })),
  )
  assert.ok(quoted.length > 150, `${quoted.length} tests are quoted`)
  const missing = quoted.filter(({ file, name }) => {
    const target = find(file)
    return target === undefined || !titlesOf(target).some((title) => title === name || isPart(title, name))
  })
  assert.deepEqual(missing, [])
})

test('every mark of a deviation has an explanation, and the reverse', () => {
  const [table = '', explained = ''] = page.split('## Deliberate deviations')
  const marks = new Set(
    [
      ...table
        .split('## RFC 6749 §2')
        .slice(1)
        .join('')
        .matchAll(/\*\*(D\d+)\*\*/g),
    ].map(([, id]) => id),
  )
  assert.deepEqual([...explained.matchAll(/^\*\*(D\d+)\./gm)].map(([, id]) => id).sort(), [...marks].sort())
})

function isPart(title: string, name: string): boolean {
  return title.includes('${') && (title.startsWith(name) || title.endsWith(name))
}
