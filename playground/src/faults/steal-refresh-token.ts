import type { Run, Values } from '../flows/flow.ts'
import { outcomeOf } from '../run/outcome.ts'
import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Draft, Explanation } from '../wire/exchange.ts'
import { asPublicClient } from './credentials.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

/** Refreshes as the attacker, with the newest refresh token that the attacker has. */
function byAttacker(honest: Draft, { settings }: Run, loot: Values): Draft {
  const token = loot.refresh_token ?? parameterOf(honest, 'refresh_token')
  return withParameter(asPublicClient(honest, settings.client.clientId), 'refresh_token', token)
}

const explainTheft: Fault['explain'] = (_, answer): Explanation =>
  outcomeOf(answer) === 'ok'
    ? {
        received: 'The server cannot tell the attacker from a public client: both send the same values.',
        expected: 'A later refresh by the client with the same token, which reveals the theft.',
        clause: 'RFC 9700 §4.14',
        fix: 'Nothing yet: watch what happens when the client refreshes.',
      }
    : {
        received: receivedOf(answer),
        expected: 'The client’s secret, which the attacker does not have: client authentication stops the attack.',
        clause: 'RFC 6749 §6, §10.4',
        fix: 'Nothing to fix: the attacker got nothing.',
      }

export const stealRefreshToken: Fault = {
  name: 'steal-refresh-token',
  title: 'The attacker refreshes with a stolen refresh token',
  text: 'The attacker refreshes twice with a copy of the refresh token. Then the client, unaware of the theft, uses its own.',
  kind: 'attack',
  steals: 'refresh-token',
  at: ['refresh', 'refresh-again'],
  sentByClient: true,
  mayWork: true,
  before: [
    { from: 'attacker', title: 'The attacker refreshes first', change: byAttacker, explain: explainTheft },
    { from: 'attacker', title: 'The attacker refreshes again', change: byAttacker, explain: explainTheft },
  ],
  after: [
    {
      from: 'attacker',
      title: 'The attacker tries the newest refresh token',
      change: byAttacker,
      explain: (_, answer) => ({
        received: receivedOf(answer),
        expected: 'A refresh token that is still valid: the server revoked the attacker’s tokens too.',
        clause: 'RFC 9700 §4.14.2',
        fix: 'Nothing to fix: the owner logs in once more, and the attacker is locked out.',
      }),
    },
  ],
  change: (draft) => (parameterOf(draft, 'refresh_token') === undefined ? undefined : draft),
  explain: (_, answer) =>
    outcomeOf(answer) === 'ok'
      ? {
          received: 'The request succeeded: the attacker could not use the refresh token without the client’s secret.',
          expected: 'Client authentication with every refresh.',
          clause: 'RFC 6749 §6',
          fix: 'Nothing to fix.',
        }
      : {
          received: `${receivedOf(answer)} The server received a refresh token whose successor is in use.`,
          expected:
            'Each refresh token from one party only. The server cannot tell which of the two is the attacker, so it revokes all tokens of this authorization.',
          clause: 'RFC 9700 §4.14.2',
          fix: 'Have the owner log in again. Rotation detects the replay and stops the attack.',
        },
}
