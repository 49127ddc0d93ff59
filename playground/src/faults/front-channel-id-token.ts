import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Draft } from '../wire/exchange.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

const returnsIdToken = (draft: Draft): boolean =>
  parameterOf(draft, 'response_type')?.split(' ').includes('id_token') === true

const another = 'of-another-login'

export const wrongNonce: Fault = {
  name: 'wrong-nonce',
  title: 'ID token of another login',
  text: 'The response has an ID token with the nonce of another request, like one that an attacker replays.',
  kind: 'fault',
  at: ['authorization'],
  change: (draft) => (returnsIdToken(draft) ? withParameter(draft, 'nonce', another) : undefined),
  explain: (_, answer, { values }) => ({
    received: `${receivedOf(answer)} The ID token has nonce=${another}.`,
    expected: `nonce=${values.nonce}, which this client made for this login.`,
    clause: 'OIDC Core §3.3.2.11, §15.5.2',
    fix: 'Send a new random nonce with each request, keep it in the session that started the login, and discard an ID token with another one.',
  }),
}

export const swappedCode: Fault = {
  name: 'swapped-code',
  title: 'Swapped code',
  text: 'Someone replaces the code in the response by one from another login.',
  kind: 'fault',
  at: ['authorization'],
  change: (draft) =>
    returnsIdToken(draft) && !/jwt$/.test(parameterOf(draft, 'response_mode') ?? '') ? draft : undefined,
  changeAnswer: (answer) =>
    answer.kind === 'callback'
      ? {
          ...answer,
          parameters: answer.parameters.map((field) => (field[0] === 'code' ? ['code', `code-${another}`] : field)),
        }
      : answer,
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The response had code=code-${another}.`,
    expected: 'The code whose hash is c_hash in the signed ID token.',
    clause: 'OIDC Core §3.3.2.10, RFC 9700 §4.5.3',
    fix: 'Compare c_hash before the code is used, and start the login again. PKCE stops the same attack at the token endpoint.',
  }),
}
