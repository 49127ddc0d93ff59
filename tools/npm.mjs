import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** Finds npm's own script, so that it can be run by a Node of our choice, or nothing if only a command is known. */
function npmScript() {
  const bin = path.dirname(process.execPath)
  return [
    path.basename(process.env.npm_execpath ?? '') === 'npm-cli.js' ? process.env.npm_execpath : undefined,
    path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((file) => file && existsSync(file))
}

/** Environment variables by which npm passes its own options to scripts; they must not affect another npm. */
const steering =
  /^npm_(lifecycle_|package_|command$|config_(prefix|local_prefix|global|workspaces?|include_workspace_root|dry_run|json|pack_destination|omit|include|only|production)$)/i

/** Removes npm's command options from an environment, and keeps its registry, proxies and cache. */
export function withoutNpm(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !steering.test(name)))
}

/** Runs npm with a given Node in a folder, and returns its exit status and output. */
export function npmWith(node) {
  return (args, cwd) => {
    const script = npmScript()
    const env = { ...withoutNpm(process.env), PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` }
    const options = { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }
    const result = script
      ? spawnSync(node, [script, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
    const output = result.error
      ? String(result.error)
      : `${result.stdout}${result.stderr}`.replaceAll(/^npm error (?: +at .*| {2,}\w+: .*|})\n/gm, '').trim()
    return { status: result.status ?? 1, output }
  }
}
