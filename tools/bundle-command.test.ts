import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { bundleCommand } from './bundle-command.ts'

const root = path.dirname(import.meta.dirname)
const command = path.join(root, 'packages/server/bin/valetkey.js')

/** Runs the command line and lists the files that it read, by the trace of their resolution. */
function run(options: string, ...args: readonly string[]) {
  const env = { ...process.env, NODE_OPTIONS: options, NODE_DEBUG: 'esm' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { env, encoding: 'utf8' })
  return { status, stdout, readsSources: stderr.includes('/packages/server/src/cli/run-command.ts') }
}

test('processes of tests run the command line from a bundle of its sources, with the same output', async () => {
  const address = await bundleCommand(root)
  for (const args of [['--version'], ['account', '--help'], ['doctor', '--config', path.join(root, 'none.yaml')]]) {
    const sources = run('', ...args)
    assert.deepEqual(run(`--import=${address}`, ...args), { ...sources, readsSources: false })
    assert.equal(sources.readsSources, true)
  }
})
