import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-packages-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const skip = process.getuid?.() !== 0 && 'only root installs packages'
const policy = '/usr/sbin/policy-rc.d'

/** Asks for two packages that the machine lacks, of an apt-get that is a script of ours; it answers the sentences. */
function install(script: string): readonly string[] {
  writeFileSync(path.join(folder, 'apt-get'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const module = path.join(import.meta.dirname, 'system-packages.mjs')
  const code = `
    const { installSystemPackages } = await import(${JSON.stringify(module)})
    const { existsSync } = await import('node:fs')
    const packages = ['one', 'two'].map((name) => (
      { name, purpose: 'tests', isThere: () => existsSync(${JSON.stringify(folder)} + '/' + name + '.there') }))
    console.log(JSON.stringify(installSystemPackages(() => {}, packages)))`
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }))
}

test('a package that cannot be installed does not block the others, and is reported with the reason', { skip }, () => {
  const sentences = install(`case "$*" in
    *two*) echo "E: Unable to locate package two"; exit 100;;
    *one*) touch ${folder}/one.there;;
  esac`)
  assert.deepEqual(sentences, ['tests need two, which is not installed: E: Unable to locate package two'])
})

test('no service starts while packages are installed, and an existing policy is kept', { skip }, () => {
  const before = existsSync(policy) ? readFileSync(policy, 'utf8') : undefined
  install(`case "$*" in *install*) ${policy}; echo $? > ${folder}/policy;; esac`)
  assert.equal(readFileSync(path.join(folder, 'policy'), 'utf8').trim(), '101')
  assert.equal(existsSync(policy) ? readFileSync(policy, 'utf8') : undefined, before)
})
