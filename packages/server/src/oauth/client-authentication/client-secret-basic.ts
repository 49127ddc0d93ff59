import { formatChallenge, OAuthError } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'

/** Checks id and secret of `Authorization: Basic` (RFC 6749 §2.3.1). An empty secret is no attempt to authenticate: see `none`. */
export const clientSecretBasic: ClientAuthenticationMethod = {
  name: 'client_secret_basic',
  isConfidential: true,
  needsSecret: true,
  challenge: (realm) => formatChallenge('Basic', { realm, charset: 'UTF-8' }),
  recognizes: ({ authorization, basic }) =>
    authorization !== null && (basic === undefined ? /^basic(?: |$)/i.test(authorization) : !basic.isSecretEmpty),
  identify({ basic, form }) {
    if (basic !== undefined) return basic.clientIds(form)
    throw new OAuthError(
      'invalid_client',
      'the Authorization header is malformed: send Basic and the base64 encoding of ID:SECRET',
      {
        clause: 'RFC 7617 §2',
      },
    )
  },
  async authenticate(attempt, client) {
    const secrets = attempt.basic?.secrets(client.id) ?? []
    return (await attempt.isSecretOf(client, secrets)) ? Proven.client(client) : undefined
  },
}
