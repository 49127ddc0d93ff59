import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { createTestFolder } from './test-folder.ts'

test('temporary files of a run are in a folder of its own, which is removed with them', () => {
  const before = tmpdir()
  const folder = createTestFolder()
  const inside = tmpdir()
  writeFileSync(path.join(inside, 'left'), '')
  folder.remove()
  assert.notEqual(inside, before)
  assert.equal(existsSync(inside), false)
  assert.equal(tmpdir(), before)
})

test('the folder of a run that was killed is removed by the next', () => {
  const folder = createTestFolder()
  const own = tmpdir()
  const killed = path.join(path.dirname(own), 'valetkey-run-4194999-killed') // no process can have this id
  mkdirSync(killed)
  createTestFolder().remove()
  assert.equal(existsSync(killed), false)
  assert.equal(existsSync(own), true)
  folder.remove()
})
