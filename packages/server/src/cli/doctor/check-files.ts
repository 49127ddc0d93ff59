import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { withoutLineEnd } from '../../config/decode-text.ts'
import type { Config } from '../../config/read-config.ts'
import { sqliteFile } from '../../storage/open-database.ts'
import type { Finding } from './finding.ts'

const others = 0o007
const group = 0o070

/** Checks that files with secrets are private, and that the files of `tls` are readable. */
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

/** With an issuer on localhost, the permissions that editors give to files are only a warning. */
function checkMode(file: string, { isLoopback }: Config): readonly Finding[] {
  const stats = statSync(file, { throwIfNoEntry: false })
  // Windows has no such modes. Mounted secrets are symbolic links; statSync returns the mode of the target.
  if (stats === undefined || process.platform === 'win32') return []
  const fix = `chmod 600 ${file}`
  const clause = 'RFC 6819 §5.1.4.1'
  if ((stats.mode & others) !== 0) {
    const level = isLoopback ? 'warning' : 'error'
    return [{ level, where: file, what: 'contains secrets, but every user of this computer can read it', fix, clause }]
  }
  if ((stats.mode & group) === 0) return []
  return [{ level: 'warning', where: file, what: 'contains secrets, but its group can read it', fix, clause }]
}

function checkReadable(where: string, file: string): readonly Finding[] {
  try {
    accessSync(file, constants.R_OK)
    return []
  } catch {
    return [
      {
        level: 'error',
        where,
        what: `${file} does not exist or cannot be read by this user`,
        fix: 'name a PEM file that this user can read',
      },
    ]
  }
}

/** A configuration without secrets may be readable by everyone. */
function hasSecrets(file: string): boolean {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.some((line) => secretMember.test(line) || /postgres(ql)?:\/\/[^/\s]*:[^/\s]*@/.test(line))
}

const secretMember = /^[^#]*(^|[\s{,])["']?(secret|client_secret|password|password_hash)["']?\s*:/
