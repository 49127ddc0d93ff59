import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const built = path.join(import.meta.dirname, '../packages/server/playground')
const assets = readdirSync(path.join(built, 'assets'))
const sizeOf = (file: string) => statSync(path.join(built, file)).size

test('all that a browser loads is less than 300 kB', () => {
  const sent = assets
    .filter((name) => !name.endsWith('.br'))
    .map((name) => sizeOf(`assets/${assets.includes(`${name}.br`) ? `${name}.br` : name}`))
  const total = [...sent, sizeOf('index.html'), sizeOf('callback.html')].reduce((sum, one) => sum + one, 0)
  assert.ok(sent.length > 1)
  assert.ok(total < 300_000, `${total} bytes`)
})

test('every script and style sheet is compressed, and its name changes with its content', () => {
  for (const name of assets.filter((one) => !one.endsWith('.br'))) {
    assert.match(name, /-[\w-]{8}\.\w+$/)
    if (/\.(?:js|css)$/.test(name)) assert.ok(assets.includes(`${name}.br`), name)
  }
})

test('no file is embedded in another as a data URL, which the Content-Security-Policy forbids', () => {
  for (const name of assets.filter((one) => one.endsWith('.css')))
    assert.doesNotMatch(readFileSync(path.join(built, 'assets', name), 'utf8'), /url\(["']?data:/)
})

test('the licenses of the font and of each package are with the build', () => {
  const text = readFileSync(path.join(built, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  for (const name of ['react', 'react-dom', 'Figtree']) assert.ok(text.includes(`## ${name} `), name)
})
