import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'
import { toOtherApi } from './wrong-audience.ts'

export const stealTokenForOtherApi: Fault = {
  name: 'steal-token-other-api',
  title: 'The attacker uses a stolen token at another API',
  text: 'Someone who obtained the access token, such as an API that received it, sends it to another API.',
  kind: 'attack',
  steals: 'access-token',
  at: ['api', 'api-again'],
  change: toOtherApi,
  explain: (sent, answer, { settings }) => ({
    received: `${receivedOf(answer)} ${sent.url} received a token for ${settings.api}.`,
    expected: `A token for ${settings.otherApi}: the audience stops the attack.`,
    clause: 'RFC 9700 §2.3, §4.10.2; RFC 8707 §2',
    fix: 'Nothing to fix: with resource, a stolen token is valid at one API only.',
  }),
}

export const stealToken: Fault = {
  name: 'steal-token',
  title: 'The attacker uses a stolen token',
  text: 'The attacker sends the token to the API for which it was issued. A bearer token works for anyone who has it.',
  kind: 'attack',
  steals: 'access-token',
  at: ['api', 'api-again'],
  mayWork: true,
  change: (draft) => draft,
  explain: (_, answer, { values, now }) => ({
    received: `${receivedOf(answer)} The API cannot tell the attacker from the client.`,
    expected: `Nothing stops this until the token expires${inSeconds(values.expires_at, now)} or is revoked. Short lifetimes and narrow scopes limit the damage.`,
    clause: 'RFC 6750 §5.3, RFC 9700 §2.2.1',
    fix: 'Revoke the authorization on My keys: the API rejects the token within a second. Tokens bound to a key of the client (DPoP, mutual TLS) cannot be used by others.',
  }),
}

function inSeconds(at: string | undefined, now: number): string {
  return at === undefined ? '' : ` in ${Math.max(0, Math.round((Number(at) - now) / 1000))} seconds`
}
