// Runs a script with a Node that is recent enough, after set-up: node tools/node.mjs SCRIPT [ARGUMENT…]
import { runNode } from './run-node.mjs'
import { setUp } from './set-up.mjs'

const [script, ...args] = process.argv.slice(2)
try {
  const { node } = setUp()
  runNode(node, script, args)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
