import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isTest, listFiles } from './source-files.ts'

/**
 * States what the files of one folder may import: other areas by name (`server/oauth`), single files of one
 * (`server/oauth/ports.ts`), packages, `node:crypto`, or `node:*` for all of Node.
 */
interface Row {
  readonly area: string
  readonly folder: string
  readonly may: readonly string[]
  /** Allows any package that the folder's package.json declares. */
  readonly declared?: true
}

const ports = ['server/oauth/ports.ts', 'server/accounts/ports.ts']
const server = (name: string, may: readonly string[]): Row => ({
  area: `server/${name}`,
  folder: `packages/server/src/${name}`,
  may,
})

const rows: readonly Row[] = [
  { area: 'protocol', folder: 'packages/protocol/src', may: ['jose'] },
  server('oauth', ['protocol', 'node:crypto', 'jose', 'lru-cache']),
  server('accounts', [
    'protocol',
    'node:crypto',
    'node:util',
    'node:zlib',
    '@node-rs/argon2',
    '@node-rs/bcrypt',
    '@simplewebauthn/server',
    'jose',
    'openid-client',
  ]),
  server('signing-keys', ['server/oauth', 'server/secrets/wrong-secret.ts', 'jose', 'node:crypto', 'node:util']),
  server('secrets', ['server/config', 'server/storage/open-database.ts', 'node:crypto', 'node:fs', 'node:path']),
  server('management', ['server/oauth', 'server/accounts', 'server/config', 'server/signing-keys', 'protocol']),
  server('storage', [
    ...ports,
    'server/management/ports.ts',
    'server/signing-keys/ports.ts',
    'kysely',
    'pg',
    'lru-cache',
    'node:*',
  ]),
  server('ui', ['node:crypto']),
  server('pages', [
    'server/oauth',
    'server/accounts',
    'server/ui',
    'server/http',
    'server/observability/log.ts',
    'protocol',
    'node:crypto',
    'uqr',
  ]),
  server('ldap', [
    'server/accounts',
    'server/config/ldap.ts',
    'server/http/outbound/certificate-fault.ts',
    'ldapts',
    'node:net',
    'node:tls',
  ]),
  server('admin', ['server/management', 'protocol', 'zod']),
  server('http', ['protocol', 'node:*', 'pino', 'lru-cache']),
  server('config', [
    'server/accounts/profile.ts',
    'server/oauth/features.ts',
    'server/oauth/registration-defaults.ts',
    'server/oauth/identity-scopes.ts',
    'server/oauth/openid/protocol-claims.ts',
    'server/oauth/signing-algorithms.ts',
    'server/oauth/protected-responses/encryption-algorithms.ts',
    'zod',
    'yaml',
    'node:crypto',
    'node:net',
    'node:fs',
    'node:fs/promises',
    'node:path',
  ]),
  server('audit', [...ports, 'server/observability', 'server/secrets', 'server/storage', 'node:*']),
  server('jobs', ['server/audit', 'server/config', 'server/mail', 'server/signing-keys', 'server/storage']),
  server('mail', [
    'server/accounts',
    'server/config/mail.ts',
    'server/http/outbound/certificate-fault.ts',
    'nodemailer',
    'node:net',
    'node:tls',
  ]),
  { ...server('observability', ['server/*', 'protocol', 'node:*']), declared: true },
  server('embedding', ['server/*', 'protocol', 'node:http']),
  server('composition', ['server/*']),
  { ...server('cli', ['server/*', 'protocol', 'node:*']), declared: true },
  { area: 'server', folder: 'packages/server/src', may: ['server/*', 'protocol', 'node:*'], declared: true },
  { area: 'guard', folder: 'packages/guard/src', may: ['protocol', 'node:*'], declared: true },
  { area: 'client', folder: 'packages/client/src', may: ['protocol', 'node:*'], declared: true },
  { area: 'console', folder: 'packages/console/src', may: ['client'], declared: true },
  { area: 'playground', folder: 'playground/src', may: ['client', 'protocol', 'react', 'react-dom', 'jose'] },
  ...['conformance', 'e2e', 'bench'].map((name) => ({
    area: name,
    folder: name,
    may: ['node:*', '*'],
  })),
  // Users' devices in software: an authenticator app, a passkey.
  { area: 'reliability', folder: 'reliability', may: ['node:*', '*', 'server/testing'] },
]

/** The areas by package name. */
const published: Readonly<Record<string, string>> = {
  valetkey: 'server',
  '@valetkey/protocol': 'protocol',
  '@valetkey/guard': 'guard',
  '@valetkey/client': 'client',
}

/** Reads the import specifiers of a file: static, dynamic and of types. */
export function readImports(source: string): readonly string[] {
  const code = source.replaceAll(/^[ \t]*\/\*[\s\S]*?\*\//gm, '').replaceAll(/^[ \t]*\/\/.*$/gm, '')
  const found = [
    ...code.matchAll(/^[ \t]*(?:import|export)\b[^'"`;()=]*?\bfrom\s*(['"])(?<to>[^'"\n]+)\1/gm),
    ...code.matchAll(/^[ \t]*import\s*(['"])(?<to>[^'"\n]+)\1/gm),
    ...code.matchAll(/\b(?:import|require)\s*\(\s*(['"`])(?<to>[^'"`\n]+)\1/g),
  ]
  return [...new Set(found.flatMap((match) => match.groups?.to ?? []))]
}

const isWithin = (file: string, folder: string) => file.startsWith(`${folder}/`)

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Returns the name of an import in the table: `server/oauth/ports.ts`, `protocol`, `node:fs`, `jose`. */
function nameOf(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  if (!specifier.startsWith('.')) return published[packageOf(specifier)] ?? packageOf(specifier)
  const target = path.posix.join(path.posix.dirname(file), specifier)
  const row = rows.find(({ folder }) => isWithin(target, folder))
  return row ? `${row.area}${target.slice(row.folder.length)}` : target
}

function isAllowed(row: Row, name: string, declared: ReadonlySet<string>): boolean {
  const isOurs = name.startsWith('.') || rows.some(({ area }) => name === area || name.startsWith(`${area}/`))
  if (name.startsWith(`${row.area}/`)) return true
  if (row.declared && declared.has(name)) return true
  return row.may.some((allowed) => {
    if (allowed === '*') return !isOurs && !name.startsWith('packages/')
    if (allowed.endsWith('*')) return name.startsWith(allowed.slice(0, -1))
    return name === allowed || (allowed.startsWith('server/') && name.startsWith(`${allowed}/`))
  })
}

function readDeclared(root: string, folder: string): ReadonlySet<string> {
  try {
    const home = folder.split('/').slice(0, folder.startsWith('packages/') ? 2 : 1)
    const manifest = JSON.parse(readFileSync(path.join(root, ...home, 'package.json'), 'utf8'))
    const { dependencies, peerDependencies, optionalDependencies } = manifest
    return new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }))
  } catch {
    return new Set()
  }
}

/** Lists the folders of the server that have no row in the table, and so could import anything. */
function findFoldersWithoutRow(root: string): readonly string[] {
  const src = 'packages/server/src'
  const folders = listFiles(root, src, '.ts').flatMap(
    (file) => /^packages\/server\/src\/[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  )
  return [...new Set(folders)]
    .filter((folder) => !folder.endsWith('/testing') && !rows.some((row) => row.folder === folder))
    .map((folder) => `${folder} has no row in the import table`)
}

/** Describes every import that the table does not allow. Tests and `testing` folders may import anything. */
export function findBreaks(root: string): readonly string[] {
  const breaks = rows.flatMap((row) => {
    const declared = readDeclared(root, row.folder)
    return listFiles(root, row.folder, '.ts', '.tsx')
      .filter((file) => !isTest(file))
      .filter((file) => rows.find(({ folder }) => isWithin(file, folder)) === row)
      .flatMap((file) =>
        readImports(readFileSync(path.join(root, file), 'utf8'))
          .filter((specifier) => !isAllowed(row, nameOf(file, specifier), declared))
          .map(
            (specifier) =>
              `${file} -> ${specifier}: ${row.area} may not import ${nameOf(file, specifier)} (${describe(row)})`,
          ),
      )
  })
  return [...findFoldersWithoutRow(root), ...breaks]
}

function describe({ area, may, declared }: Row): string {
  return `${area}: ${[...may, ...(declared ? ['what its package.json declares'] : [])].join(', ') || 'nothing'}`
}
