import path from 'node:path'
import { buildForStart } from './build-playground.mjs'
import { runNode } from './run-node.mjs'
import { root, setUp } from './set-up.mjs'

try {
  const { node, missing } = setUp({ forTests: true })
  buildForStart(node)
  runNode(node, path.join(root, 'tools', 'gate.ts'), process.argv.slice(2), { VALETKEY_TESTS_MISS: missing.join('\n') })
} catch (error) {
  process.stdout.write(`${error.message}\n\n0 passed, 1 failed\n`)
  process.exitCode = 1
}
