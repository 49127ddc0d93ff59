import { argon2HashFault } from '../../accounts/passwords/argon2-hash.ts'
import { namesOf, type PasswordRule, passwordFault } from '../../accounts/passwords/rule.ts'
import { guessableClientSecretFault, isPrintedSecret } from '../../config/guessable-secret.ts'
import { isLoopbackUrl } from '../../config/issuer.ts'
import type { AccountConfig, ClientConfig } from '../../config/schema.ts'
import type { Warning } from './warning.ts'

/** A secret or password of a file that others know or can guess. */
export interface SecretFault {
  /** `client my-app`, `account alice`. */
  readonly where: string
  /** The place in the file. */
  readonly path: readonly PropertyKey[]
  readonly what: string
  readonly fix: string
  /** Whether the file is refused for it; if the issuer is on this computer most are only reported. */
  readonly isRefused: boolean
}

interface Entries {
  readonly clients?: readonly ClientConfig[] | undefined
  readonly accounts?: readonly AccountConfig[] | undefined
}

/** Lists the client secrets and passwords of a file that others know or can guess. */
export function secretFaults(
  file: Entries,
  { issuer, passwords }: { readonly issuer: string; readonly passwords?: PasswordRule | undefined },
): readonly SecretFault[] {
  const isDevelopment = isLoopbackUrl(issuer)
  const ofClients = (file.clients ?? []).flatMap(({ client_id: id, client_secret: secret }, at) =>
    secret === undefined || isDevelopment || !isPrintedSecret(secret)
      ? []
      : {
          where: `client ${id}`,
          path: ['clients', at, 'client_secret'],
          what: 'client_secret is printed in the documentation or an example, so everybody knows it',
          fix: 'set client_secret to what `openssl rand -base64 32` prints',
          isRefused: true,
        },
  )
  const ofAccounts = (file.accounts ?? []).flatMap((account, at) => {
    const { username, password } = account
    const fault = password === undefined ? undefined : passwordFault(password, passwords, { names: namesOf(account) })
    if (fault === undefined) return []
    const isRefused = !(isDevelopment && fault.isFineInDevelopment)
    return {
      where: `account ${username}`,
      path: ['accounts', at, 'password'],
      what: `password ${fault.what}`,
      fix: 'give the account another password',
      isRefused,
    }
  })
  return [...ofClients, ...ofAccounts, ...hashFaults(file)]
}

/** Lists the client secrets of a file that can be guessed; none if the issuer is on this computer. */
export function guessableClientSecrets({ clients = [] }: Entries, issuer: string): readonly Warning[] {
  if (isLoopbackUrl(issuer)) return []
  return clients.flatMap(({ client_id: id, client_secret: secret }) => {
    const fault = secret === undefined ? undefined : guessableClientSecretFault(secret)
    if (fault === undefined) return []
    const what = `client_secret ${fault}, so it may be guessed`
    return [{ where: `client ${id}`, what, fix: 'set client_secret to what `openssl rand -base64 32` prints' }]
  })
}

/** Lists hashes that no password and no secret could be compared with. */
function hashFaults({ clients = [], accounts = [] }: Entries): readonly SecretFault[] {
  const fix = 'hash it with argon2id again, such as with m=19456,t=2,p=1, or give the text itself'
  const faultOf = (hash: string | undefined) =>
    hash === undefined || hash.startsWith('sha256:') ? undefined : argon2HashFault(hash)
  return [
    ...clients.flatMap(({ client_id: id, client_secret_hash: hash }, at) => {
      const fault = faultOf(hash)
      const path = ['clients', at, 'client_secret_hash']
      return fault === undefined
        ? []
        : [{ where: `client ${id}`, path, what: `client_secret_hash ${fault}`, fix, isRefused: true }]
    }),
    ...accounts.flatMap(({ username, password_hash: hash }, at) => {
      const fault = faultOf(hash)
      const path = ['accounts', at, 'password_hash']
      return fault === undefined
        ? []
        : [{ where: `account ${username}`, path, what: `password_hash ${fault}`, fix, isRefused: true }]
    }),
  ]
}
