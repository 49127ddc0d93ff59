import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { guessableSecretFault } from '../config/guessable-secret.ts'
import type { Config } from '../config/read-config.ts'
import { sqliteFile } from '../storage/open-database.ts'

/**
 * Refuses a configuration without a secret if none may be generated, before anything is created. @throws ConfigError
 */
export function refuseMissingSecret(config: Config): void {
  if (config.secret !== undefined || (config.isLoopback && sqliteFile(config.database) !== undefined)) return
  throw new ConfigError(
    'secret is missing: set VALETKEY_SECRET (or VALETKEY_SECRET_FILE); use the output of `openssl rand -base64 32`',
  )
}

/** Refuses a secret that can be guessed, unless the issuer is on this computer. @throws ConfigError */
export function refuseGuessableSecret({ secret, isLoopback }: Config): void {
  const fault = secret === undefined || isLoopback ? undefined : guessableSecretFault(secret)
  if (fault === undefined) return
  throw new ConfigError(
    `secret ${fault}: set VALETKEY_SECRET (or VALETKEY_SECRET_FILE) to the output of \`openssl rand -base64 32\`; keys created under the old secret cannot be read then`,
  )
}

/**
 * Finds the server's secret. For a development issuer on this computer without one, generates it in a file next to the
 * database.
 * @throws ConfigError for any other issuer without one
 */
export function findSecret(config: Config, say: (line: string) => void): string {
  refuseMissingSecret(config)
  if (config.secret !== undefined) return config.secret
  const database = sqliteFile(config.database)
  if (database === ':memory:') return randomBytes(32).toString('base64url')
  const file = `${database}.secret`
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    const secret = randomBytes(32).toString('base64url')
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 })
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
    say(`created a secret for development in ${file} (mode 600); in production set VALETKEY_SECRET`)
    return secret
  }
}

/** Checks whether there is a secret, configured or in the file next to the database. */
export function hasSecret(config: Config): boolean {
  return config.secret !== undefined || existsSync(`${sqliteFile(config.database)}.secret`)
}

/** Removes the file of a generated secret that is not needed. */
export function forgetSecret(config: Config): void {
  rmSync(`${sqliteFile(config.database)}.secret`, { force: true })
}
