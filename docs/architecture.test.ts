import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.dirname(import.meta.dirname)
const places = ['', 'packages/server/src', 'packages/server/src/oauth']

test('the import table in the page has a row for every area of the real one', () => {
  const source = readFileSync(path.join(root, 'tools/import-table.ts'), 'utf8')
  const areas = [...source.matchAll(/\bserver\('([\w-]+)'|\barea: '(\w+)'/g)].map(([, part, area]) =>
    part === undefined ? area : `server/${part}`,
  )
  assert.ok(areas.length > 12)
  const [, table = ''] = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8').split('## The import table')
  assert.deepEqual(
    areas.filter((area = '') => !table.includes(area)),
    [],
  )
})

for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  test(`every file that ${page} names exists`, () => {
    const text = readFileSync(path.join(root, page), 'utf8')
    const named = [...text.matchAll(/`([\w-]+(?:\/[\w.-]+)*\.(?:ts|md|yaml|json|mjs))`/g)].map(([, file = '']) => file)
    assert.ok(named.length > 0)
    assert.deepEqual(
      named.filter((file) => !places.some((place) => existsSync(path.join(root, place, file)))),
      [],
    )
  })
}

test('every function that ARCHITECTURE.md names with a file is in that file', () => {
  const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8')
  const after = [...text.matchAll(/`([\w/.-]+\.ts)` \(((?:`\w+`(?:, )?)+)\)/g)].flatMap(([, file = '', list = '']) =>
    [...list.matchAll(/\w+/g)].map(([name]) => ({ file, name })),
  )
  const before = [...text.matchAll(/`([a-z]\w+)` \(`([\w/.-]+\.ts)`\)/g)].map(([, name = '', file = '']) => ({
    file,
    name,
  }))
  const named = [...after, ...before]
  assert.ok(named.length > 10)
  const missing = named.filter(({ file, name }) => {
    const found = places.map((place) => path.join(root, place, file)).find(existsSync)
    return found === undefined || !new RegExp(`\\b${name}\\b`).test(readFileSync(found, 'utf8'))
  })
  assert.deepEqual(missing, [])
})
