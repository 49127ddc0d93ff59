import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs buildah and returns its standard output without the line break at its end. @throws Error with its output */
export type Buildah = (args: readonly string[], options?: { readonly show?: boolean }) => string

/** Creates a buildah that keeps images and containers in `folder`, needs no daemon, and works inside a container. */
export function createBuildah(folder: string): Buildah {
  const storage = ['--storage-driver', 'vfs', '--root', join(folder, 'storage'), '--runroot', join(folder, 'run')]
  return (args, { show = false } = {}) => {
    const result = spawnSync('buildah', [...storage, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', show ? 'inherit' : 'pipe'],
      maxBuffer: 1 << 26,
    })
    if (result.status !== 0) {
      throw new Error(`buildah ${args[0]} failed: ${result.error?.message ?? ''}${result.stdout}${result.stderr ?? ''}`)
    }
    return result.stdout.trim()
  }
}
