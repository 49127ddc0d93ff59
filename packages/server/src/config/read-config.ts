import { readFileSync } from 'node:fs'
import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { z } from 'zod'
import { ConfigError, explainIssues } from './explain.ts'
import { isLoopbackUrl } from './issuer.ts'
import { type LineOf, linesOf } from './lines.ts'
import { configSchema, type FileConfig } from './schema.ts'
import { whyUnreadable } from './unreadable.ts'

/** A configuration with nothing left open. */
export interface Config extends Omit<FileConfig, 'issuer' | 'listen'> {
  readonly issuer: string
  readonly listen: Omit<FileConfig['listen'], 'host' | 'port'> & {
    readonly host: string
    /** What is bound besides, where this computer has it. */
    readonly furtherHosts: readonly string[]
    readonly port: number
  }
  /** Whether the issuer is on this computer: development. */
  readonly isLoopback: boolean
  /** Whether anything named an issuer or a database; a file of entries alone may be meant for any server. */
  readonly namesServer: boolean
}

/** Where a configuration comes from: a file, and what overrides it. */
export interface ConfigSource {
  readonly file?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly options: Overrides
  /** Is told of a variable that is ignored. */
  readonly note?: (line: string) => void
}

/** What the command line may override. */
export interface Overrides {
  readonly issuer?: string | undefined
  readonly port?: string | undefined
  readonly database?: string | undefined
}

/**
 * Reads a configuration: options before environment before file before defaults.
 * @throws ConfigError with one line for each thing that is wrong
 */
export function readConfig({ file, environment: variables, options, note }: ConfigSource): Config {
  const environment = withoutServiceLinks(variables, note)
  const { raw, lineOf } = file === undefined ? nothing : readYaml(file)
  const given = {
    issuer: ofOption('--issuer', options.issuer) ?? ofVariable(environment, 'VALETKEY_ISSUER'),
    database: ofOption('--database', options.database) ?? ofVariableOrFile(environment, 'VALETKEY_DATABASE'),
    secret: ofVariableOrFile(environment, 'VALETKEY_SECRET'),
    'listen.port': ofOption('--port', options.port) ?? ofVariable(environment, 'VALETKEY_PORT'),
    'metrics.token': ofVariableOrFile(environment, 'VALETKEY_METRICS_TOKEN'),
  }
  const { 'listen.port': port, 'metrics.token': metricsToken, ...overrides } = given
  const merged: Record<string, unknown> = { ...raw }
  for (const [key, one] of Object.entries(overrides)) if (one !== undefined) merged[key] = one.value
  if (metricsToken !== undefined) merged.metrics = { ...toObject(merged.metrics), token: metricsToken.value }
  if (port !== undefined) merged.listen = { ...toObject(merged.listen), port: toPort(port) }
  const parsed = configSchema.safeParse(merged, { reportInput: true })
  if (!parsed.success) {
    const sources: Readonly<Record<string, Given | undefined>> = given
    throw explainIssues(parsed.error.issues, {
      where: file ?? 'configuration',
      knownKeys,
      lineOf,
      sourceOf: (path) => sources[path.join('.')]?.source,
    })
  }
  return { ...complete(parsed.data), namesServer: merged.issuer !== undefined || merged.database !== undefined }
}

/** Leaves out what Kubernetes sets for each Service: one named `valetkey` has its address in VALETKEY_PORT. */
function withoutServiceLinks(
  environment: ConfigSource['environment'],
  note: ConfigSource['note'],
): ConfigSource['environment'] {
  const { VALETKEY_PORT: port, ...others } = environment
  if (port === undefined || !/^(tcp|udp|sctp):\/\//.test(port)) return environment
  note?.(
    `VALETKEY_PORT: ${port} is the address of a Kubernetes Service and is ignored; set enableServiceLinks: false in the pod`,
  )
  return others
}

/** Lists the keys that the schema knows at a path. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
  for (const part of path) {
    const { properties, items } = toObject(node)
    node = typeof part === 'number' ? items : toObject(properties)[String(part)]
  }
  return Object.keys(toObject(toObject(node).properties))
}

function complete(config: FileConfig): Omit<Config, 'namesServer'> {
  const { host, port, ...others } = config.listen
  const issuerUrl = config.issuer === undefined ? undefined : new URL(config.issuer)
  const isLoopback = config.issuer === undefined || isLoopbackUrl(config.issuer)
  const ownPort = isLoopback && issuerUrl?.port ? Number(issuerUrl.port) : 4000
  const [first = '::', ...furtherHosts] = host ? [host] : defaultHosts(issuerUrl?.hostname ?? 'localhost')
  const listen = { ...others, host: first, furtherHosts, port: port ?? ownPort }
  return { ...config, issuer: config.issuer ?? `http://localhost:${listen.port}`, listen, isLoopback }
}

/** `localhost` leads to either loopback address, and browsers try that of IPv6 first. */
function defaultHosts(hostname: string): readonly string[] {
  if (hostname === 'localhost') return ['127.0.0.1', '::1']
  if (hostname === '127.0.0.1') return ['127.0.0.1']
  return hostname === '[::1]' ? ['::1'] : ['::']
}

/** What a file says, and on which lines. */
interface FileText {
  readonly raw: Record<string, unknown>
  readonly lineOf: LineOf
}

const nothing: FileText = { raw: {}, lineOf: () => undefined }

function readYaml(file: string): FileText {
  const lineCounter = new LineCounter()
  const document = parseDocument(readText(file), { prettyErrors: true, lineCounter })
  const [error] = document.errors
  if (error !== undefined) throw new ConfigError(`${file}: ${withoutSource(error)}`)
  const value = resolve(document, file)
  if (value === null || value === undefined) return nothing
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(`${file}: must be a list of keys and values`)
  return { raw: { ...value }, lineOf: linesOf(document, lineCounter) }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${file} ${whyUnreadable(cause)}: give the path of a configuration`, { cause })
  }
}

/** The parser's own words quote the line, and a secret may stand in it. */
function withoutSource({ message, linePos }: YAMLParseError): string {
  const [words = ''] = message.split(/[:\\\n]| at line \d/)
  const [at] = linePos ?? []
  return at === undefined ? words.trim() : `${words.trim()} at line ${at.line}, column ${at.col}`
}

function resolve(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw new ConfigError(`${file}: an alias names nothing before it; put a value that begins with * in quotes`)
  }
}

/** A value from outside the file, and the option or variable that gave it. */
interface Given {
  readonly source: string
  readonly value: string
}

function ofOption(source: string, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { source, value }
}

function ofVariable(environment: ConfigSource['environment'], name: string): Given | undefined {
  return ofOption(name, environment[name])
}

/** A secret may be given in a file, as container platforms do. */
function ofVariableOrFile(environment: ConfigSource['environment'], name: string): Given | undefined {
  const source = `${name}_FILE`
  const file = environment[source]
  if (environment[name] !== undefined || file === undefined) return ofVariable(environment, name)
  try {
    return { source, value: readFileSync(file, 'utf8').trim() }
  } catch (cause) {
    throw new ConfigError(`${source}: ${file} cannot be read`, { cause })
  }
}

function toPort({ source, value }: Given): number {
  if (!/^[0-9]{1,5}$/.test(value)) throw new ConfigError(`${source}: ${value} is not a port number`)
  return Number(value)
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
