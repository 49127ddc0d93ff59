import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Buildah } from './buildah.ts'

/** An image as a container engine reads it: its files, and what its configuration says about running it. */
export interface Image {
  readonly tree: string
  readonly entrypoint: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly user: string
  readonly workingFolder: string
}

/** Opens an image: mounts its files and reads its configuration. */
export function openImage(buildah: Buildah, name: string): Image {
  const container = buildah(['from', '--pull-never', name])
  const { config } = JSON.parse(buildah(['inspect', '--type', 'image', name])).OCIv1
  const pairs: readonly string[] = config.Env ?? []
  return {
    tree: buildah(['mount', container]),
    entrypoint: config.Entrypoint,
    environment: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    user: config.User,
    workingFolder: config.WorkingDir,
  }
}

/** How a pod runs an image. */
export interface ImageRun {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Folders of this machine by the path where the container sees them. */
  readonly volumes: readonly { readonly from: string; readonly at: string; readonly readOnly: boolean }[]
}

/**
 * Runs an image as a pod with `readOnlyRootFilesystem`, `runAsNonRoot` and no capabilities does: in a mount namespace of
 * its own, on a tree that nobody can write to, with nothing of this machine's environment.
 */
export function runImage(image: Image, { args, environment, volumes }: ImageRun): ChildProcess {
  const at = (path: string) => join(image.tree, path)
  for (const volume of volumes) mkdirSync(at(volume.at), { recursive: true })
  const mounts = [
    `mount --bind ${image.tree} ${image.tree}`,
    `mount -t proc proc ${at('proc')}`,
    `mount --rbind /dev ${at('dev')}`,
    ...volumes.flatMap(({ from, at: path, readOnly }) => [
      `mount --bind ${from} ${at(path)}`,
      ...(readOnly ? [`mount -o remount,bind,ro ${at(path)}`] : []),
    ]),
    `mount -o remount,bind,ro ${image.tree}`,
  ]
  const variables = Object.entries({ ...image.environment, ...environment }).map(([name, value]) => `${name}=${value}`)
  const [uid, gid] = image.user.split(':')
  // setpriv comes from the image's own Debian, so that no capability and no way to gain one is left.
  const command = [
    ...['chroot', image.tree, 'env', '-i', '-C', image.workingFolder, ...variables],
    ...['setpriv', '--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all'],
    ...image.entrypoint,
    ...args,
  ]
  const script = `set -e; ${mounts.join('; ')}; exec "$@"`
  return spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
}
