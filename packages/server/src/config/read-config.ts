import path from 'node:path'
import { z } from 'zod'
import { ConfigError, explainIssues } from './config-error.ts'
import { isLoopbackUrl, issuerNote } from './issuer.ts'
import { type Environment, type Given, ofOption, ofVariable, ofVariableOrFile, toPort } from './overrides.ts'
import { type Brand, readBrand } from './read-brand.ts'
import { nothing, readYaml } from './read-yaml.ts'
import { configSchema, type FileConfig } from './schema.ts'
import { readSecretFiles } from './secret-files.ts'
import { signUpFault } from './sign-up.ts'

/** A complete configuration. */
export interface Config extends Omit<FileConfig, 'issuer' | 'listen' | 'source' | 'brand' | 'playground'> {
  readonly issuer: string
  readonly brand?: Brand | undefined
  readonly listen: Omit<FileConfig['listen'], 'host' | 'port'> & {
    readonly host: string
    /** Further addresses to bind, if this computer has them. */
    readonly furtherHosts: readonly string[]
    readonly port: number
  }
  /** Whether the issuer is on this computer: development. */
  readonly isLoopback: boolean
  readonly playground: boolean
  /** Whether an issuer or a database is configured; a file with entries alone may belong to any server. */
  readonly namesServer: boolean
  /** The name under which the entries of the file are remembered: its `source`, or its base name. */
  readonly source: string
  /** Finds the line of a path in the file, such as `valetkey.yaml:7`; undefined without a file. */
  readonly where: (at: readonly PropertyKey[]) => string | undefined
  /** Notes for the operator about accepted values. */
  readonly notes: readonly string[]
}

/** A configuration file, and the values that override it. */
export interface ConfigSource {
  readonly file?: string | undefined
  readonly environment: Environment
  readonly options: Overrides
  /** Receives a line about a variable that is ignored. */
  readonly note?: (line: string) => void
}

/** The options of the command line. */
export interface Overrides {
  readonly issuer?: string | undefined
  readonly port?: string | undefined
  readonly database?: string | undefined
}

/**
 * Reads a configuration: options before environment before file before defaults.
 * @throws ConfigError with one line for each fault
 */
export function readConfig({ file, environment: variables, options, note }: ConfigSource): Config {
  const environment = withoutServiceLinks(variables, note)
  const { raw, lineOf } = file === undefined ? nothing : readYaml(file, environment)
  const given = {
    issuer: ofOption('--issuer', options.issuer) ?? ofVariable(environment, 'VALETKEY_ISSUER'),
    database: ofOption('--database', options.database) ?? ofVariableOrFile(environment, 'VALETKEY_DATABASE'),
    secret: ofVariableOrFile(environment, 'VALETKEY_SECRET'),
    'listen.port': ofOption('--port', options.port) ?? ofVariable(environment, 'VALETKEY_PORT'),
    'metrics.token': ofVariableOrFile(environment, 'VALETKEY_METRICS_TOKEN'),
    'mail.url': ofVariableOrFile(environment, 'VALETKEY_MAIL_URL'),
  }
  const { 'listen.port': port, 'metrics.token': metricsToken, 'mail.url': mailUrl, ...overrides } = given
  const merged: Record<string, unknown> = { ...raw }
  for (const [key, one] of Object.entries(overrides)) if (one !== undefined) merged[key] = one.value
  if (metricsToken !== undefined) merged.metrics = { ...toObject(merged.metrics), token: metricsToken.value }
  if (mailUrl !== undefined) merged.mail = { ...toObject(merged.mail), url: mailUrl.value }
  if (port !== undefined) merged.listen = { ...toObject(merged.listen), port: toPort(port) }
  if (raw.secret !== undefined && raw.secret_file !== undefined)
    throw new ConfigError(`${file}:${lineOf(['secret_file'])}: has secret and secret_file: keep one of them`)
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
  const where = (at: readonly PropertyKey[]) => {
    const line = lineOf(at)
    return file === undefined ? undefined : `${file}${line === undefined ? '' : `:${line}`}`
  }
  const placeOf = (at: readonly PropertyKey[]) => where(at) ?? 'configuration'
  const published = typeof merged.issuer === 'string' ? issuerNote(merged.issuer) : undefined
  const folder = path.dirname(file ?? '.')
  const completed = complete(readSecretFiles(parsed.data, folder, placeOf))
  const fault = signUpFault(parsed.data, completed.isLoopback)
  if (fault !== undefined) throw new ConfigError(`${placeOf(fault.at)}: ${fault.what}`)
  return {
    ...completed,
    brand: readBrand(parsed.data.brand, folder, placeOf),
    namesServer: merged.issuer !== undefined || merged.database !== undefined,
    source: parsed.data.source ?? (file === undefined ? 'configuration' : path.basename(file)),
    where,
    notes: published === undefined ? [] : [published],
  }
}

/** Leaves out variables that Kubernetes sets for a Service: one named `valetkey` has its address in VALETKEY_PORT. */
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

/** Lists the keys that the schema allows at a path. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let node: unknown = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
  for (const part of path) {
    const { properties, items } = toObject(node)
    node = typeof part === 'number' ? items : toObject(properties)[String(part)]
  }
  return Object.keys(toObject(toObject(node).properties))
}

function complete({
  brand: _,
  ...config
}: FileConfig): Omit<Config, 'brand' | 'namesServer' | 'source' | 'where' | 'notes'> {
  const { host, port, ...others } = config.listen
  const issuerUrl = config.issuer === undefined ? undefined : new URL(config.issuer)
  const isLoopback = config.issuer === undefined || isLoopbackUrl(config.issuer)
  const ownPort = isLoopback && issuerUrl?.port ? Number(issuerUrl.port) : 4000
  const [first = '::', ...furtherHosts] = host ? [host] : defaultHosts(issuerUrl?.hostname ?? 'localhost')
  const listen = { ...others, host: first, furtherHosts, port: port ?? ownPort }
  const issuer = config.issuer ?? `http://localhost:${listen.port}`
  return { ...config, issuer, listen, isLoopback, playground: config.playground ?? issuer.startsWith('http:') }
}

/** `localhost` leads to either loopback address, and browsers try IPv6 first. */
function defaultHosts(hostname: string): readonly string[] {
  if (hostname === 'localhost') return ['127.0.0.1', '::1']
  if (hostname === '127.0.0.1') return ['127.0.0.1']
  return hostname === '[::1]' ? ['::1'] : ['::']
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
