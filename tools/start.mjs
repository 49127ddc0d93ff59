import path from 'node:path'
import { buildForStart } from './build-playground.mjs'
import { runNode } from './run-node.mjs'
import { root, setUp } from './set-up.mjs'

try {
  const { node } = setUp()
  buildForStart(node)
  runNode(node, path.join(root, 'examples', 'demo.ts'), process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
