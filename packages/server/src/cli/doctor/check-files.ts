import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { withoutLineEnd } from '../../config/decode-text.ts'
import type { Config } from '../../config/read-config.ts'
import { sqliteFile } from '../../storage/open-database.ts'
import type { Finding } from './finding.ts'

const others = 0o007
const group = 0o070

/** Checks who may read what is secret, and that the server can read what it needs. */
export function checkFiles(
  config: Config,
  configFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Finding[] {
  const database = sqliteFile(config.database)
  const secrets = [
    ...(configFile !== undefined && hasSecrets(configFile) ? [configFile] : []),
    ...(environment.VALETKEY_SECRET_FILE ? [withoutLineEnd(environment.VALETKEY_SECRET_FILE)] : []),
    ...(database === undefined || database === ':memory:' ? [] : [database, `${database}-wal`, `${database}.secret`]),
    ...(config.tls === undefined ? [] : [config.tls.key]),
  ]
  const needed =
    config.tls === undefined
      ? []
      : ([
          ['tls.cert', config.tls.cert],
          ['tls.key', config.tls.key],
        ] as const)
  return [
    ...secrets.flatMap((file) => checkMode(file, config)),
    ...needed.flatMap(([where, file]) => checkReadable(where, file)),
  ]
}

/** In development, on one's own computer, a file as an editor saves it is unwise and not wrong. */
function checkMode(file: string, { isLoopback }: Config): readonly Finding[] {
  const stats = statSync(file, { throwIfNoEntry: false })
  // Windows has no such modes, and mounted secrets are links whose target decides, which statSync follows.
  if (stats === undefined || process.platform === 'win32') return []
  const fix = `chmod 600 ${file}`
  const clause = 'RFC 6819 §5.1.4.1'
  if ((stats.mode & others) !== 0) {
    const level = isLoopback ? 'warning' : 'wrong'
    return [{ level, where: file, what: 'holds secrets, and every user of this computer may read it', fix, clause }]
  }
  if ((stats.mode & group) === 0) return []
  return [{ level: 'warning', where: file, what: 'holds secrets, and its group may read it', fix, clause }]
}

function checkReadable(where: string, file: string): readonly Finding[] {
  try {
    accessSync(file, constants.R_OK)
    return []
  } catch {
    return [
      {
        level: 'wrong',
        where,
        what: `${file} is not there or may not be read`,
        fix: 'name a PEM file that this user may read',
      },
    ]
  }
}

/** A configuration without secrets may be read by all. */
function hasSecrets(file: string): boolean {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.some((line) => secretMember.test(line) || /postgres(ql)?:\/\/[^/\s]*:[^/\s]*@/.test(line))
}

const secretMember = /^[^#]*(^|[\s{,])["']?(secret|client_secret|password|password_hash)["']?\s*:/
