import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { nodePins } from './node-pins.mjs'
import { binaryUnder, installedNode, installNode } from './node-versions.mjs'

const base = mkdtempSync(path.join(tmpdir(), 'valetkey-node-'))
after(() => rmSync(base, { recursive: true, force: true }))
const folderFor = (name: string) => path.join(base, name)
const own = nodePins[`${process.platform}-${process.arch}`]

test('every Node that may be downloaded is pinned to a version and a SHA-512', () => {
  for (const [platform, { versions }] of Object.entries(nodePins)) {
    assert.deepEqual(Object.keys(versions), ['22', '24', '26'], platform)
    for (const [major, { version, integrity }] of Object.entries(versions)) {
      assert.match(version, new RegExp(`^${major}\\.\\d+\\.\\d+$`))
      assert.equal(Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').length, 64, `${platform} ${major}`)
    }
  }
})

test('npm is asked for the pinned version with the pinned hash, and runs no script', {
  skip: own === undefined,
}, () => {
  const folder = folderFor('asked')
  const asked: (readonly string[])[] = []
  const npm = (args: readonly string[]) => {
    asked.push(args)
    return { status: 1, output: 'no network' }
  }
  assert.throws(() => installNode(24, folder, npm), /npm could not install node-\S+@24\.\d+\.\d+:\nno network/)
  assert.deepEqual(asked[0]?.slice(0, 1), ['ci'])
  assert.ok(asked[0]?.includes('--ignore-scripts'))
  const { packages } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'))
  assert.deepEqual(packages[`node_modules/${own?.name}`], own?.versions[24])
})

test('a Node of another version than the pinned one is not used', { skip: own === undefined }, () => {
  const folder = folderFor('old')
  const binary = binaryUnder(folder) ?? ''
  mkdirSync(path.dirname(binary), { recursive: true })
  writeFileSync(binary, '')
  const manifest = path.join(path.dirname(path.dirname(binary)), 'package.json')
  writeFileSync(manifest, '{ "version": "24.0.1" }')
  assert.equal(installedNode(24, folder), undefined)
  writeFileSync(manifest, JSON.stringify({ version: own?.versions[24]?.version }))
  assert.equal(installedNode(24, folder), binary)
})

test('a package with other content than the pinned one is rejected', { skip: own === undefined }, async () => {
  const { name, version } = { name: own?.name ?? '', version: own?.versions[24]?.version ?? '' }
  const content = path.join(base, 'package')
  mkdirSync(path.join(content, 'bin'), { recursive: true })
  writeFileSync(path.join(content, 'package.json'), JSON.stringify({ name, version }))
  writeFileSync(path.join(content, 'bin', 'node'), '#!/bin/sh\ntouch was-run\n', { mode: 0o755 })
  assert.equal(spawnSync('tar', ['czf', 'forged.tgz', 'package'], { cwd: base }).status, 0)
  const forged = readFileSync(path.join(base, 'forged.tgz'))
  const integrity = `sha512-${createHash('sha512').update(forged).digest('base64')}`
  const registry = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(forged)
    const tarball = `http://${request.headers.host}/forged.tgz`
    const versions = { [version]: { name, version, dist: { tarball, integrity } } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`
  const folder = folderFor('forged')
  const script = `
    import { installNode } from ${JSON.stringify(path.join(import.meta.dirname, 'node-versions.mjs'))}
    import { npmWith } from ${JSON.stringify(path.join(import.meta.dirname, 'npm.mjs'))}
    installNode(24, ${JSON.stringify(folder)}, npmWith(process.execPath))`
  const env = { ...process.env, npm_config_registry: url, npm_config_cache: path.join(base, 'cache') }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  registry.close()
  assert.notEqual(code, 0)
  assert.match(said, /EINTEGRITY|integrity checksum failed/)
  assert.ok(!existsSync(path.join(folder, 'was-run')))
  assert.equal(installedNode(24, folder), undefined)
})
