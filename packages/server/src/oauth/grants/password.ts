import { OAuthError, parseScope, readParameters } from '@valetkey/protocol'
import { chooseRights } from '../authorization/choose-rights.ts'
import { readResources } from '../resources.ts'
import type { Grant } from './grant.ts'

/**
 * Trades a user's password for tokens (RFC 6749 §4.3). It teaches users to hand out their password, so clients may use it only if
 * an operator allows it.
 */
export const password: Grant = {
  type: 'password',
  openToPublicClients: true,
  clause: 'RFC 6749 §4.3',
  insecureOption: {
    option: 'allowPassword',
    clause: 'RFC 9700 §2.4',
    cost: 'the password grant lets the client see the passwords of users',
    instead: 'use authorization_code',
  },
  async authorize({ client, form, now, address, requestId }, { stores, login, identityScopes }) {
    if (client.requireSecondFactor) {
      const description =
        'the client has require_second_factor, and this grant cannot ask for one: use authorization_code'
      throw new OAuthError('unauthorized_client', description, { clause: 'RFC 6749 §5.2' })
    }
    const read = readParameters(form, {
      username: 'required',
      password: 'required',
      scope: 'optional',
    })
    const apis = await stores.listApis()
    const scope = parseScope(read.scope)
    const rights = chooseRights({ client, apis, resources: readResources(form), scope, identityScopes })
    const result = await login.logIn({
      username: read.username,
      password: read.password,
      address,
      requestId: requestId?.(),
    })
    if (result.outcome === 'wait') {
      throw new OAuthError('invalid_grant', 'too many failed attempts: try again later', {
        status: 429,
        headers: { 'retry-after': String(result.seconds) },
      })
    }
    if (result.outcome === 'needs-second-factor') {
      const description = 'the account needs a second factor, which this grant cannot ask for: use authorization_code'
      throw new OAuthError('invalid_grant', description)
    }
    if (result.outcome === 'refused') throw new OAuthError('invalid_grant', 'username or password is wrong')
    return { accountId: result.accountId, rights, context: { authenticatedAt: now } }
  },
}
