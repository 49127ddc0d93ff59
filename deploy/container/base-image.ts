import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npmWith } from '../../tools/npm.mjs'
import type { Buildah } from './buildah.ts'

const certificates = 'etc/ssl/certs/ca-certificates.crt'

/**
 * Builds a substitute for Docker's `node` image: Debian by debootstrap, the Node that runs this program, and npm.
 * @param name the name that the Dockerfile asks for
 * @param folder keeps the Debian tree for the next time
 */
export function makeBaseImage(buildah: Buildah, name: string, folder: string): void {
  const debian = join(folder, 'debian')
  if (!existsSync(debian)) {
    const unfinished = `${debian}.part`
    rmSync(unfinished, { recursive: true, force: true })
    execFileSync('debootstrap', ['--variant=minbase', 'bookworm', unfinished], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    addNode(unfinished)
    renameSync(unfinished, debian)
  }
  const container = buildah(['from', 'scratch'])
  buildah(['copy', container, debian, '/'])
  const own = process.env.NODE_EXTRA_CA_CERTS
  const trust = own === undefined ? [] : ['--env', `NODE_EXTRA_CA_CERTS=/${certificates}`]
  buildah(['config', '--env', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...trust, container])
  buildah(['commit', '--quiet', container, name])
  buildah(['rm', container])
}

function addNode(tree: string): void {
  const lib = join(tree, 'usr/local/lib')
  copyFileSync(process.execPath, join(tree, 'usr/local/bin/node'))
  mkdirSync(lib, { recursive: true })
  const installed = npmWith(process.execPath)(['install', '--prefix', lib, '--no-save', '--no-audit', 'npm@11'], tree)
  if (installed.status !== 0) throw new Error(`npm could not be installed: ${installed.output}`)
  for (const command of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${command}-cli.js`, join(tree, 'usr/local/bin', command))
  }
  // The build asks the registry as this machine does, which may trust certificate authorities of its own.
  const own = process.env.NODE_EXTRA_CA_CERTS
  if (own === undefined) return
  mkdirSync(dirname(join(tree, certificates)), { recursive: true })
  copyFileSync(own, join(tree, certificates))
}
