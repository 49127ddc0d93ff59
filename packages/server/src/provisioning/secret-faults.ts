import { passwordFault } from '../accounts/password-rule.ts'
import { isPrintedSecret } from '../config/guessable-secret.ts'
import { isLoopbackUrl } from '../config/issuer.ts'
import type { AccountConfig, ClientConfig } from '../config/schema.ts'

/** A secret or password of a file that others know or can guess. */
export interface SecretFault {
  /** `client my-app`, `account alice`. */
  readonly where: string
  /** The place in the file. */
  readonly path: readonly PropertyKey[]
  readonly what: string
  readonly mend: string
  /** Whether the file is refused for it; where the issuer is on this computer most are only reported. */
  readonly isRefused: boolean
}

interface Entries {
  readonly clients?: readonly ClientConfig[] | undefined
  readonly accounts?: readonly AccountConfig[] | undefined
}

/** Lists the client secrets and passwords of a file that others know or can guess. */
export function secretFaults(file: Entries, issuer: string): readonly SecretFault[] {
  const isDevelopment = isLoopbackUrl(issuer)
  const ofClients = (file.clients ?? []).flatMap(({ client_id: id, client_secret: secret }, at) =>
    secret === undefined || isDevelopment || !isPrintedSecret(secret)
      ? []
      : {
          where: `client ${id}`,
          path: ['clients', at, 'client_secret'],
          what: 'client_secret is printed in the documentation or an example, so everybody knows it',
          mend: 'set client_secret to what `openssl rand -base64 32` prints',
          isRefused: true,
        },
  )
  const ofAccounts = (file.accounts ?? []).flatMap(({ username, password }, at) => {
    const fault = password === undefined ? undefined : passwordFault(password)
    if (fault === undefined) return []
    const isRefused = !(isDevelopment && fault.isFineInDevelopment)
    return {
      where: `account ${username}`,
      path: ['accounts', at, 'password'],
      what: `password ${fault.what}`,
      mend: 'give the account another password',
      isRefused,
    }
  })
  return [...ofClients, ...ofAccounts]
}
