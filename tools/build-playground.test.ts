import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { buildPlayground } from './build-playground.mjs'

/** Takes the place of Vite: writes a page, or fails as a source with an error does. */
const vite = `
const { existsSync, mkdirSync, writeFileSync } = require('node:fs')
if (existsSync('playground/src/broken.ts')) { console.error('broken.ts: Unexpected token'); process.exit(1) }
mkdirSync('packages/server/playground', { recursive: true })
writeFileSync('packages/server/playground/index.html', 'built')
`

function inCheckout(
  act: (write: (file: string, text: string) => void, build: () => Built, root: string) => void,
): void {
  const root = mkdtempSync(path.join(tmpdir(), 'playground-build-'))
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  const build = () => {
    const said: string[] = []
    const fault = buildPlayground(process.execPath, (sentence) => said.push(sentence), root)
    return { said, fault }
  }
  try {
    write('node_modules/vite/bin/vite.js', vite)
    for (const file of ['playground/src/main.tsx', 'packages/client/src/index.ts', 'packages/protocol/src/index.ts'])
      write(file, 'export {}')
    write('package-lock.json', '{}')
    act(write, build, root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

interface Built {
  readonly said: readonly string[]
  readonly fault: string | undefined
}

test('the playground is built once, and progress is shown', () => {
  inCheckout((_write, build) => {
    const { said, fault } = build()
    assert.equal(fault, undefined)
    assert.equal(said[0], 'building the playground (once)')
    assert.match(said[1] ?? '', /^built the playground in [\d.]+ s$/)
    assert.deepEqual(build(), { said: [], fault: undefined })
  })
})

test('it is built again when its sources, the client, the protocol or a dependency change', () => {
  inCheckout((write, build, root) => {
    build()
    for (const file of [
      'playground/src/app.tsx',
      'playground/index.html',
      'packages/client/src/index.ts',
      'packages/protocol/src/scope.ts',
      'package-lock.json',
    ]) {
      write(file, '{ "changed": true }')
      assert.equal(build().said.length, 2, file)
      assert.equal(build().said.length, 0, file)
    }
    write('playground/src/app.test.ts', 'a test')
    write('packages/server/src/main.ts', 'the server')
    assert.equal(build().said.length, 0, 'tests and the server are no part of it')
    rmSync(path.join(root, 'packages/server/playground'), { recursive: true })
    assert.equal(build().said.length, 2, 'the built files are gone')
  })
})

test('a failed build is reported, does not throw, and is tried again', () => {
  inCheckout((write, build, root) => {
    build()
    write('playground/src/broken.ts', '}')
    assert.match(build().fault ?? '', /broken\.ts: Unexpected token/)
    assert.match(build().fault ?? '', /broken\.ts: Unexpected token/)
    rmSync(path.join(root, 'playground/src/broken.ts'))
    assert.equal(build().fault, undefined)
  })
  inCheckout((_write, build, root) => {
    rmSync(path.join(root, 'node_modules'), { recursive: true })
    assert.match(build().fault ?? '', /vite/)
    rmSync(path.join(root, 'playground'), { recursive: true })
    assert.match(build().fault ?? '', /playground/)
  })
})
