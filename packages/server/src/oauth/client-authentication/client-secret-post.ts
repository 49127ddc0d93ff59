import { parameter } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'

/** Checks the `client_secret` in the form (RFC 6749 §2.3.1). */
export const clientSecretPost: ClientAuthenticationMethod = {
  name: 'client_secret_post',
  isConfidential: true,
  needsSecret: true,
  recognizes: ({ form }) => parameter(form, 'client_secret') !== undefined,
  async authenticate(attempt, client) {
    const secret = parameter(attempt.form, 'client_secret')
    if (secret === undefined) return undefined
    return (await attempt.isSecretOf(client, [secret])) ? Proven.client(client) : undefined
  },
}
