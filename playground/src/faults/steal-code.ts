import { parameterOf, withParameter } from '../wire/draft.ts'
import { asPublicClient } from './credentials.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const stealCode: Fault = {
  name: 'steal-code',
  title: 'The attacker redeems a stolen code',
  text: 'Someone reads the code in the browser, in a log or in the history, and uses it before the client does.',
  kind: 'attack',
  steals: 'code',
  at: ['token', 'token-again'],
  change: (draft, { settings }) =>
    parameterOf(draft, 'code') === undefined
      ? undefined
      : withParameter(asPublicClient(draft, settings.client.clientId), 'code_verifier', undefined),
  explain(_, answer, { settings }) {
    const isPublic = settings.client.clientSecret === undefined
    return {
      received: `${receivedOf(answer)} The server received the code without ${isPublic ? 'the verifier' : 'the client’s secret and the verifier'}.`,
      expected: 'The verifier, which never left the client: PKCE stops the attack.',
      clause: 'RFC 7636 §1, RFC 9700 §4.5.3',
      fix: isPublic
        ? 'Nothing to fix: the attacker got nothing. The code is used up, so the client starts again.'
        : 'Nothing to fix: the attacker got nothing, and the client can still use the code.',
    }
  },
}
