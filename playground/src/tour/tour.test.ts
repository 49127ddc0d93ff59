import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { flows } from '../flows/index.ts'
import { readProgress, writeProgress } from './progress.ts'
import { screens } from './screens.ts'
import { splitTerms } from './terms.ts'

test('each of the eight screens ends in something to do, and links its terms to the concepts page', () => {
  assert.equal(screens.length, 8)
  const concepts = readFileSync(path.join(import.meta.dirname, '../../../docs/concepts.md'), 'utf8')
  const anchors = [...concepts.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
  for (const { title, text, task } of screens) {
    const links = text.flatMap(splitTerms).filter((part) => typeof part !== 'string')
    assert.ok(links.length > 0, title)
    for (const { anchor } of links)
      assert.ok(anchors.includes(anchor), `${title}: ${anchor} is no heading of the concepts page`)
    assert.ok(task.text.length > 20 && task.done.length > 10, title)
  }
})

test('the flows that the tour sets up exist', () => {
  for (const { title, task } of screens) {
    const flow = flows.find(({ name }) => name === task.start?.flow)
    assert.ok(flow, `${title}: ${task.start?.flow}`)
  }
})

test('the progress survives a redirect, and nonsense in its place is no progress', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
  }
  assert.deepEqual(readProgress(storage, 8), { screen: undefined, done: [] })
  writeProgress(storage, { screen: 3, done: [0, 1] })
  assert.deepEqual(readProgress(storage, 8), { screen: 3, done: [0, 1] })
  for (const text of ['{', 'null', '7', '{"screen":99,"done":["x",-1]}']) {
    kept.set('playground-tour', text)
    assert.deepEqual(readProgress(storage, 8), { screen: undefined, done: [] })
  }
})
