import { z } from 'zod'
import { firstConfiguration } from '../../packages/server/src/cli/init/first-configuration.ts'
import { configSchema } from '../../packages/server/src/config/schema.ts'
import { toMarkdownTable } from './markdown.ts'

/** The parts of an option's JSON schema that the page uses. */
interface Node {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly required?: readonly string[]
}

const environment = [
  [
    'VALETKEY_SECRET',
    '`secret`. For each variable here: empty counts as not set, and one line break at the end does not count.',
  ],
  ['VALETKEY_SECRET_FILE', 'A file that holds `secret`.'],
  ['VALETKEY_DATABASE', '`database`'],
  ['VALETKEY_DATABASE_FILE', 'A file that holds `database`, for a URL with a password in it.'],
  ['VALETKEY_ISSUER', '`issuer`'],
  ['VALETKEY_PORT', '`listen.port`'],
  ['VALETKEY_METRICS_TOKEN', '`metrics.token`'],
  ['VALETKEY_METRICS_TOKEN_FILE', 'A file that holds `metrics.token`.'],
  ['VALETKEY_MAIL_URL', '`mail.url`'],
  ['VALETKEY_MAIL_URL_FILE', 'A file that holds `mail.url`.'],
  ['VALETKEY_LOG', 'What is logged: `trace`, `debug`, `info` (default), `warn`, `error`, `fatal` or `silent`.'],
  ['VALETKEY_PASSWORD', 'The password for `account add` and `account set-password`.'],
  ['VALETKEY_CLIENT_SECRET', 'The client’s secret for `token`.'],
] as const

const example = firstConfiguration({
  issuer: 'https://id.example.com',
  port: 4000,
  secretFile: 'valetkey.secret',
  clientSecret: ['$', '{NIGHTLY_REPORT_SECRET}'].join(''),
})

/** Writes the page of options from the schema that reads them. */
export function configurationPage(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Node // what zod writes for our schema
  const topics = Object.entries(schema.properties ?? {})
  const plain = topics.filter(([, node]) => membersOf(node) === undefined)
  const nested = topics.filter(([, node]) => membersOf(node) !== undefined)
  return [
    '# Configuration',
    'The configuration is one YAML file, passed as `--config FILE`. Every key is optional. Command line options override environment variables, which override the file, which overrides the defaults. Unknown keys are rejected, with the most similar known key. Reserved options are checked, but have no effect in this release.',
    '`clients` use the names of RFC 7591, `accounts` the claim names of OpenID Connect Core §5.1. Applying the same file twice changes nothing; `valetkey apply FILE --dry-run` shows what a changed file would change.',
    `\`valetkey init\` writes a first one:\n\n\`\`\`yaml\n${example.trim()}\n\`\`\``,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what a configuration file says
    '`${NAME}` in a value is replaced by the variable `NAME` of the environment, which must be set; `$${` is a literal `${`. The file is UTF-8, one YAML document; anchors, aliases and merges (`<<:`) work. A secret may be in a file of its own (`secret_file`, `client_secret_file`, `password_file`). Which entries a file may change is described in [operations](operations.md#configuration-files).',
    `## The server\n\n${toTable(plain, schema)}`,
    ...nested.flatMap(([name, node]) => section(name, node)),
    `## Environment\n\n${toMarkdownTable(
      ['variable', 'what it sets'],
      environment.map(([name, text]) => [`\`${name}\``, text]),
    )}`,
  ].join('\n\n')
}

function section(name: string, node: Node): readonly string[] {
  const members = membersOf(node)
  const title = `## ${name}\n\n${node.description ?? ''}`
  return members === undefined
    ? []
    : [`${title}\n\n${toTable(flatten(members.properties ?? {}, '', members), members)}`]
}

/** The object that a section describes: an option's own members, or those of each entry of its list. */
function membersOf(node: Node): Node | undefined {
  if (node.properties !== undefined) return node
  return node.items?.properties === undefined ? undefined : node.items
}

function flatten(
  properties: Readonly<Record<string, Node>>,
  above: string,
  parent: Node,
): readonly (readonly [string, Node])[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const inner = membersOf(node)
    const path = `${above}${name}`
    const below = inner && flatten(inner.properties ?? {}, `${path}${inner === node ? '.' : '[].'}`, parent)
    return [[path, node] as const, ...(below ?? [])]
  })
}

function toTable(options: readonly (readonly [string, Node])[], parent: Node): string {
  return toMarkdownTable(
    ['option', 'type', 'default', 'meaning'],
    options.map(([name, node]) => [
      `\`${name}\``,
      typeOf(node),
      parent.required?.includes(name) && node.default === undefined ? 'required' : defaultOf(node),
      node.description ?? '',
    ]),
  )
}

function typeOf(node: Node): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (node.const !== undefined) return `\`${String(node.const)}\``
  if (node.type === 'array') return `list of ${node.items?.type ?? 'text'}s`
  if (node.type === 'integer') return range(node)
  return node.type ?? 'string'
}

function range({ minimum, maximum }: Node): string {
  return minimum === undefined || maximum === undefined ? 'integer' : `integer, ${minimum} to ${maximum}`
}

function defaultOf(node: Node): string {
  if (node.default === undefined || node.properties !== undefined) return ''
  return `\`${JSON.stringify(node.default)}\``
}
