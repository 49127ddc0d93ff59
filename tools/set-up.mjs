// Plain JavaScript for any Node from 18 on, without dependencies: it runs on a fresh clone.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies, needsDependencies } from './dependencies.mjs'
import { healManifests } from './manifest-backup.mjs'
import { installedNode, installNode, unfitness } from './node-versions.mjs'
import { npmWith } from './npm.mjs'
import { installSystemPackages } from './system-packages.mjs'
import { withLock } from './with-lock.mjs'

/** Names the folder of the checkout. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const nodeFolder = path.join(root, '.tools', 'node')

function announce(sentence) {
  process.stderr.write(`set-up: ${sentence}\n`)
}

/** Returns the path of a Node that can run the sources: the running one, or one from the registry. */
export function findNode() {
  const reason = unfitness()
  if (!reason) return process.execPath
  try {
    const fetching = () => announce(`${reason}; fetching Node 24 (once)`)
    return installNode(24, nodeFolder, npmWith(process.execPath), fetching)
  } catch (error) {
    throw new Error(
      `${reason}, and Node 24 could not be fetched: ${error.message}\nInstall Node 22.18 or newer (https://nodejs.org) and try again.`,
    )
  }
}

function install() {
  const started = Date.now()
  const node = findNode()
  installDependencies(root, npmWith(node), announce)
  announce(`done after ${Math.ceil((Date.now() - started) / 1000)} s`)
  return node
}

/**
 * Makes the checkout ready to run: a recent Node, the dependencies and, for tests, a browser and a database. Returns the
 * Node to use and a sentence for each missing program that tests need.
 * @throws Error with a message for users
 */
export function setUp({ forTests = false } = {}) {
  healManifests(root)
  const isReady = (!unfitness() || installedNode(24, nodeFolder)) && !needsDependencies(root)
  const node = isReady ? findNode() : withLock(path.join(root, '.tools', 'set-up.lock'), announce, install)
  return { node, missing: forTests ? installSystemPackages(announce) : [] }
}
