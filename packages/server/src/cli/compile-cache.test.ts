import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'

const base = mkdtempSync(path.join(tmpdir(), 'valetkey-cache-'))
after(() => rmSync(base, { recursive: true, force: true }))
const command = path.join(import.meta.dirname, '../../bin/valetkey.js')
const skip = process.getuid === undefined && 'it has no such modes'

/** Starts the command with a cache of its own; gives what it wrote on standard error. */
function start(name: string): { readonly cache: string; readonly run: () => string } {
  const home = path.join(base, name)
  const cache = path.join(home, 'valetkey')
  mkdirSync(home)
  const run = () => {
    const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home }
    const shell = 'umask 0; exec "$0" "$@"'
    const result = spawnSync('sh', ['-c', shell, process.execPath, command, '--version'], { env, encoding: 'utf8' })
    assert.equal(result.status, 0, result.stderr)
    return result.stderr
  }
  return { cache, run }
}

test('the compile cache is private to this user, whatever the umask is', { skip }, () => {
  const { cache, run } = start('new')
  assert.equal(run(), '')
  assert.equal(statSync(cache).mode & 0o777, 0o700)
  assert.ok(readdirSync(cache).length > 0)
})

test('a compile cache that others may write to is not used', { skip }, () => {
  for (const mode of [0o770, 0o707, 0o777]) {
    const { cache, run } = start(`mode-${mode}`)
    mkdirSync(cache)
    chmodSync(cache, mode)
    assert.match(run(), /^note: what Node compiled is not kept: \S+ can be written by other users/)
    assert.deepEqual(readdirSync(cache), [])
  }
})

test('a compile cache that is a symbolic link is not used', { skip }, () => {
  const { cache, run } = start('linked')
  const target = path.join(base, 'target')
  mkdirSync(target)
  symlinkSync(target, cache)
  assert.match(run(), /is no folder/)
  assert.deepEqual(readdirSync(target), [])
})

test('a compile cache of another user is not used', {
  skip: skip || (process.getuid?.() !== 0 && 'only root can make one'),
}, () => {
  const { cache, run } = start('foreign')
  mkdirSync(cache)
  assert.equal(spawnSync('chown', ['65534', cache]).status, 0)
  assert.match(run(), /belongs to another user/)
  assert.deepEqual(readdirSync(cache), [])
})

test('a compile cache in a folder that others may write to is not used', { skip }, () => {
  const { cache, run } = start('open')
  chmodSync(path.dirname(cache), 0o777)
  assert.match(run(), /is in a folder of other users/)
  assert.ok(!existsSync(cache) || readdirSync(cache).length === 0)
})
