import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isLoopbackUrl, portOf } from '../../config/issuer.ts'
import { readConfig } from '../../config/read-config.ts'
import { makeClientSecret } from '../../oauth/client-authentication/random-secret.ts'
import { random } from '../../secrets/random.ts'
import type { Outcome } from '../output.ts'
import { Refused } from '../refusals.ts'
import { firstConfiguration } from './first-configuration.ts'

export interface InitOptions {
  readonly issuer?: string
  readonly json?: boolean
}

const secretBytes = 32

/** @throws Refused if a file exists, ConfigError for an invalid issuer */
export async function init(file: string, { issuer: wanted }: InitOptions): Promise<Outcome> {
  // Refuses an invalid issuer before anything is written.
  const { issuer } = readConfig({ environment: {}, options: { issuer: wanted ?? 'http://localhost:4000' } })
  const folder = path.dirname(file)
  const secretFile = path.join(folder, `${path.parse(file).name}.secret`)
  for (const one of [file, secretFile]) {
    if (existsSync(one)) throw new Refused(`${one} exists, and nothing was written: remove it, or name another file`)
  }
  mkdirSync(folder, { recursive: true })
  write(secretFile, `${random(secretBytes)}\n`)
  write(
    file,
    firstConfiguration({
      issuer,
      port: isLoopbackUrl(issuer) ? portOf(issuer) : 4000,
      secretFile: path.basename(secretFile),
      clientSecret: makeClientSecret(random),
    }),
  )
  const steps = [
    ['start the server', `valetkey serve --config ${file}`],
    ['add a user', `valetkey account add alice --config ${file}`],
    ['get a token', `valetkey token --client nightly-report --config ${file}   # its secret is in ${file}`],
    ['check for mistakes and insecure settings', `valetkey doctor --config ${file}`],
  ] as const
  return {
    text: [
      `wrote ${file}, and the secret of the server to ${secretFile}; only you may read them`,
      'next:',
      ...steps.map(([what, line]) => `  ${line}\n      ${what}`),
    ].join('\n'),
    data: { config: file, secret_file: secretFile, issuer },
  }
}

/** Both files contain secrets, so they are private to this user. */
function write(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}
