import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { listFiles } from '../source-files.ts'
import { joinModules } from './join-modules.ts'

const root = path.join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const pages = listFiles(root, 'docs/api', '.md')

/** Lists the names that an entry point exports by its own `export { … }` lines. */
function exportedNames(file: string): readonly string[] {
  const lists = [...read(file).matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map((match) => match[1] ?? '')
  return lists.flatMap((list) =>
    list.split(',').flatMap(
      (each) =>
        each
          .trim()
          .replace(/^type /, '')
          .split(' as ')
          .at(-1) || [],
    ),
  )
}

test('every published package has a page that names all its exports', () => {
  const packages = listFiles(root, 'packages', 'package.json').filter((file) => !JSON.parse(read(file)).private)
  assert.equal(pages.length, packages.length)
  for (const folder of packages.map((file) => path.basename(path.dirname(file)))) {
    const page = read(`docs/api/${folder}.md`)
    const names = exportedNames(`packages/${folder}/src/index.ts`)
    assert.ok(names.length > 0, folder)
    for (const name of names) assert.match(page, new RegExp(`^#+ ${name}(\\(\\))?$`, 'm'), folder)
  }
})

test('every link within a page leads to an anchor of it, and no anchor is used twice', () => {
  for (const file of pages) {
    const page = read(file)
    const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1])
    assert.equal(new Set(anchors).size, anchors.length, file)
    for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.includes(target), `${file}#${target}`)
    assert.doesNotMatch(page, /__namedParameters|\]\([\w-]+\.md#/, file)
  }
})

test('anchors and links of further entry points carry the name of the entry point', () => {
  const page = joinModules('kit', 'kit', [
    { specifier: 'kit', name: 'index', text: '## Functions\n\n<a id="run"></a>\n\n### run()\n\n[Job](#job)' },
    {
      specifier: 'kit/node',
      name: 'node',
      text: '## Functions\n\n<a id="run"></a>\n\n### run()\n\n[run](#run) [Job](index.md#job)\n\n## References\n\nRe-exports [Job](index.md#job)',
    },
  ])
  assert.ok(page.includes('<a id="node-run"></a>\n\n#### run()\n\n[run](#node-run) [Job](#job)'), page)
  assert.ok(page.endsWith('Also exports [Job](#job).'), page)
})
