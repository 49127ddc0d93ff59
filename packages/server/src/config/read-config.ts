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
  readonly listen: { readonly host: string; readonly port: number; readonly trustedProxies: readonly string[] }
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
export function readConfig({ file, environment, options }: ConfigSource): Config {
  const { raw, lineOf } = file === undefined ? nothing : readYaml(file)
  const port = options.port ?? environment.VALETKEY_PORT
  const overrides = {
    issuer: options.issuer ?? environment.VALETKEY_ISSUER,
    database: options.database ?? readVariable(environment, 'VALETKEY_DATABASE'),
    secret: readVariable(environment, 'VALETKEY_SECRET'),
  }
  const metricsToken = readVariable(environment, 'VALETKEY_METRICS_TOKEN')
  const merged: Record<string, unknown> = { ...raw }
  for (const [key, value] of Object.entries(overrides)) if (value !== undefined) merged[key] = value
  if (metricsToken !== undefined) merged.metrics = { ...toObject(merged.metrics), token: metricsToken }
  if (port !== undefined) merged.listen = { ...toObject(merged.listen), port: toPort(port) }
  const parsed = configSchema.safeParse(merged, { reportInput: true })
  if (!parsed.success) {
    // What an option or a variable says stands on no line of the file.
    const isOwn = (path: readonly PropertyKey[]) => valueAt(merged, path) === valueAt(raw, path)
    throw explainIssues(parsed.error.issues, {
      where: file ?? 'configuration',
      knownKeys,
      lineOf: (path) => (isOwn(path) ? lineOf(path) : undefined),
    })
  }
  return { ...complete(parsed.data), namesServer: merged.issuer !== undefined || merged.database !== undefined }
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
  const { host, port, trustedProxies } = config.listen
  const issuerUrl = config.issuer === undefined ? undefined : new URL(config.issuer)
  const isLoopback = config.issuer === undefined || isLoopbackUrl(config.issuer)
  const ownPort = isLoopback && issuerUrl?.port ? Number(issuerUrl.port) : 4000
  const listen = { host: host ?? (isLoopback ? '127.0.0.1' : '0.0.0.0'), port: port ?? ownPort, trustedProxies }
  return { ...config, issuer: config.issuer ?? `http://localhost:${listen.port}`, listen, isLoopback }
}

/** What a file says, and on which lines. */
interface FileText {
  readonly raw: Record<string, unknown>
  readonly lineOf: LineOf
}

const nothing: FileText = { raw: {}, lineOf: () => undefined }

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, part) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[part], value) // of YAML: anything
}

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

/** A secret may be given in a file, as container platforms do. */
function readVariable(environment: ConfigSource['environment'], name: string): string | undefined {
  const file = environment[`${name}_FILE`]
  if (environment[name] !== undefined || file === undefined) return environment[name]
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`${name}_FILE: ${file} cannot be read`, { cause })
  }
}

function toPort(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text)) throw new ConfigError(`port: ${text} is not a port number`)
  return Number(text)
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
