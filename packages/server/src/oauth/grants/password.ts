import { OAuthError, parseScope, readParameters } from '@valetkey/protocol'
import { chooseRights } from '../authorization/choose-rights.ts'
import type { OAuthStores, PasswordLogin } from '../ports.ts'
import type { Grant } from './grant.ts'

/** What the password grant needs. */
export interface PasswordOptions {
  readonly stores: Pick<OAuthStores, 'listApis'>
  readonly login: PasswordLogin
}

/**
 * Trades a person's password for tokens (RFC 6749 §4.3). It teaches people to hand out their password (RFC 9700 §2.4),
 * so it is off but for clients with `dangerously: { allowPassword: true }`.
 */
export function password({ stores, login }: PasswordOptions): Grant {
  return {
    type: 'password',
    openToPublicClients: true,
    async authorize(request) {
      const { client, form, now, address } = request
      const read = readParameters(form, {
        username: 'required',
        password: 'required',
        scope: 'optional',
        resource: 'many',
      })
      if (!client.allowPassword) {
        throw new OAuthError('unauthorized_client', 'this client may not use the password grant', {
          clause: 'RFC 9700 §2.4',
        })
      }
      const apis = await stores.listApis()
      const rights = chooseRights({ client, apis, resources: read.resource, scope: parseScope(read.scope) })
      const result = await login.logIn({
        username: read.username,
        password: read.password,
        address,
        requestId: request.requestId?.(),
      })
      if (result.outcome === 'wait') {
        throw new OAuthError('invalid_grant', 'too many failed attempts: try again later', {
          status: 429,
          headers: { 'retry-after': String(result.seconds) },
        })
      }
      if (result.outcome === 'refused') throw new OAuthError('invalid_grant', 'username or password is wrong')
      return { accountId: result.accountId, rights, context: { authenticatedAt: now } }
    },
  }
}
