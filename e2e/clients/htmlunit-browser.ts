import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A task of the conformance suite's browser, as in the suite's configuration. */
export interface Task {
  readonly task: string
  readonly match?: string
  readonly optional?: boolean
  readonly commands?: readonly (readonly (string | number)[])[]
}

/** A URL that the browser opens, and what it does there. */
export interface Visit {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly tasks: readonly Task[]
  /** Whether the cookies of earlier visits are forgotten. */
  readonly fresh?: boolean
}

/** Where a visit ended. */
export interface Visited {
  readonly url: string
  readonly status: number
  readonly text: string
  readonly source: string
  /** Errors of scripts. */
  readonly errors: readonly string[]
  /** The sources of the pages of which a task took a picture. */
  readonly pictures: readonly string[]
  /** Why a task failed. */
  readonly failure: string | null
}

/** For Java: most of the time would go into the optimization of code that runs once. */
const quick = ['-XX:TieredStopAtLevel=1', '-Xshare:auto']

/** HtmlUnit in a process of its own. */
export interface HtmlUnit {
  visit(visit: Visit): Promise<Visited>
  close(): Promise<void>
}

const pom = path.join(import.meta.dirname, 'htmlunit-pom.xml')

/**
 * Finds HtmlUnit in the local repository of Maven, which downloads it once if it is missing; HTMLUNIT_CLASSPATH names the
 * files where there is no Maven. Undefined if there is none, or no Java compiler.
 */
export function findHtmlUnit(): string | undefined {
  if (!spawnSync('java', ['--list-modules']).stdout?.includes('jdk.compiler')) return undefined
  const found = process.env.HTMLUNIT_CLASSPATH ?? readFound() ?? askMaven()
  return found !== undefined && hasAll(found) ? found : undefined
}

/** What Maven found before: it takes seconds. */
const foundFile = path.join(
  import.meta.dirname,
  '../../.tools',
  `htmlunit-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)}`,
)

const hasAll = (classPath: string): boolean => classPath.split(path.delimiter).every((file) => existsSync(file))

function readFound(): string | undefined {
  if (!existsSync(foundFile)) return undefined
  const found = readFileSync(foundFile, 'utf8').trim()
  return hasAll(found) ? found : undefined
}

function askMaven(): string | undefined {
  mkdirSync(path.dirname(foundFile), { recursive: true })
  const args = ['-q', '-B', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${foundFile}`]
  const env = { ...process.env, MAVEN_OPTS: quick.join(' ') }
  const isFound = [['-o'], []].some(
    (how) => spawnSync('mvn', [...how, ...args], { env, timeout: 180_000 }).status === 0,
  )
  return isFound ? readFound() : undefined
}

/** Starts HtmlUnit; it finds `hosts` on this computer. */
export function startHtmlUnit(classPath: string, hosts: readonly string[]): HtmlUnit {
  const folder = mkdtempSync(path.join(tmpdir(), 'htmlunit-'))
  const hostsFile = path.join(folder, 'hosts')
  writeFileSync(hostsFile, `127.0.0.1 ${hosts.join(' ')}\n`)
  const program = path.join(import.meta.dirname, 'htmlunit-browser.java')
  const args = [...quick, `-Djdk.net.hosts.file=${hostsFile}`, '-cp', classPath, program]
  const child: ChildProcess = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('java was started without pipes')
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return {
    async visit(visit) {
      stdin.write(`${JSON.stringify(visit)}\n`)
      const line = await lines.next()
      if (line.done) throw new Error('HtmlUnit ended')
      return JSON.parse(line.value) as Visited // as htmlunit-browser.java writes it
    },
    async close() {
      stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
