import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** A version of the server whose nodes can run at the same time as those of this checkout. */
export interface Version {
  /** What git calls it, shortly. */
  readonly name: string
  readonly folder: string
  readonly program: string
  remove(): void
}

const root = join(import.meta.dirname, '../..')
const server = 'packages/server/src'

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** Returns nothing if git answers with a failure, or is not there. */
function gitOrNone(...args: readonly string[]): string | undefined {
  try {
    return git(...args)
  } catch {
    return undefined
  }
}

/** Returns why no earlier version can be had, or undefined. */
export function missingPrevious(): string | undefined {
  const top = gitOrNone('rev-parse', '--show-cdup')
  if (top !== '') return 'this is no checkout with a history (git) to take an earlier version from'
  if (gitOrNone('rev-parse', '--is-shallow-repository') !== 'false') return 'the history of this checkout is cut off'
  return findPrevious() === undefined
    ? 'there is no earlier version that can run at the same time as this one'
    : undefined
}

/**
 * Finds the version to upgrade from: the last one with one schema step less, or, if that one cannot read the codes and
 * tokens that this one writes, the first one that can. Returns undefined if there is neither.
 */
export function findPrevious(): string | undefined {
  const rule = `${server}/oauth/hash.test.ts`
  const added = (path: string) => gitOrNone('log', '--diff-filter=A', '--format=%H', '--', path)?.split('\n') ?? []
  const lastStep = added(`${server}/storage/migrations/[0-9]*.ts`)[0]
  if (lastStep && gitOrNone('cat-file', '-e', `${lastStep}^:${rule}`) !== undefined) return `${lastStep}^`
  return added(rule).at(-1) || undefined
}

/** Unpacks a version into its own folder, with its dependencies. @throws Error if git does not know it */
export function unpack(ref: string): Version {
  const commit = git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`)
  const folder = mkdtempSync(join(tmpdir(), 'reliability-version-'))
  const remove = atExit(() => rmSync(folder, { recursive: true, force: true }))
  try {
    // An archive and no worktree, because nothing of it may stay in the repository when this process is killed.
    const archive = join(folder, 'archive.tar')
    git('archive', '--format=tar', '-o', archive, commit)
    execFileSync('tar', ['-xf', archive, '-C', folder], { stdio: 'pipe' })
    rmSync(archive)
    provide(folder)
    compile(folder)
  } catch (error) {
    remove()
    throw error
  }
  const name = git('log', '-1', '--format=%h of %cs', commit)
  return { name, folder, program: join(folder, 'packages/server/bin/valetkey.js'), remove }
}

/** Gives a version its dependencies: those of this checkout if both ask for the same, else npm's. */
function provide(folder: string): void {
  const lock = (place: string) => readFileSync(join(place, 'package-lock.json'), 'utf8')
  if (lock(folder) === lock(root)) {
    const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name))
    for (const place of ['.', ...packages]) borrow(join(root, place, 'node_modules'), join(folder, place))
    return
  }
  const npm = process.env.npm_execpath
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  execFileSync(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' })
}

/** Compiles the SQL of a version, which a release does; a commit between two releases may have left it for later. */
function compile(folder: string): void {
  const tool = 'tools/compile-statements.ts'
  if (!existsSync(join(folder, tool))) return
  execFileSync(process.execPath, [tool], { cwd: folder, stdio: 'pipe' })
}

/** Links to each package of a `node_modules`, but not to our own, which each version has itself. */
function borrow(from: string, place: string): void {
  if (!existsSync(from) || !existsSync(place)) return
  const to = join(place, 'node_modules')
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    // A link to a workspace is relative, so that its copy leads into the version's own folder.
    if (entry.isSymbolicLink() || entry.name.startsWith('@valetkey')) {
      cpSync(join(from, entry.name), join(to, entry.name), { recursive: true, verbatimSymlinks: true })
    } else symlinkSync(join(from, entry.name), join(to, entry.name))
  }
}
