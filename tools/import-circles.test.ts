import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findCircles } from './import-circles.ts'

function circlesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'circles-'))
  try {
    mkdirSync(path.join(root, 'packages/server/src'), { recursive: true })
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, 'packages/server/src', file), text)
    return findCircles(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

test('files that import each other are found, over any number of files', () => {
  const circles = circlesOf({
    'a.ts': "import { b } from './b.ts'\n",
    'b.ts': "export { c } from './c.ts'\n",
    'c.ts': "import { type D, a } from './a.ts'\n",
  })
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `packages/server/src/${name}.ts`)
  assert.deepEqual(circles, [`import circle: ${a} -> ${b} -> ${c} -> ${a}`])
})

test('imports of types make no circle, since nothing of them is there at run time', () => {
  const files = { 'b.ts': "import { a } from './a.ts'\n" }
  assert.deepEqual(circlesOf({ ...files, 'a.ts': "import type { B } from './b.ts'\n" }), [])
  assert.deepEqual(circlesOf({ ...files, 'a.ts': "import { type B, type C } from './b.ts'\n" }), [])
})
