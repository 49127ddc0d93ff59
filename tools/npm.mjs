import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** Finds npm's own script, so that it can be run by a Node of our choice, or nothing where only a command is known. */
function npmScript() {
  const bin = path.dirname(process.execPath)
  return [
    path.basename(process.env.npm_execpath ?? '') === 'npm-cli.js' ? process.env.npm_execpath : undefined,
    path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((file) => file && existsSync(file))
}

/** Leaves out what a surrounding npm run told its children, which would steer another npm. */
export function withoutNpm(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config_|lifecycle_|package_|command)/i.test(name)),
  )
}

/** Runs npm quietly with a given Node, in a folder, and gives its exit status and what it said. */
export function npmWith(node) {
  return (args, cwd) => {
    const script = npmScript()
    const env = { ...withoutNpm(process.env), PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` }
    const options = { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }
    const result = script
      ? spawnSync(node, [script, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
    const output = result.error ? String(result.error) : `${result.stdout}${result.stderr}`.trim()
    return { status: result.status ?? 1, output }
  }
}
