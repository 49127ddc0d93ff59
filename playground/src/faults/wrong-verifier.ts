import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

const wrong = 'a-verifier-of-the-right-length-but-another-one'

export const wrongVerifier: Fault = {
  name: 'wrong-verifier',
  title: 'Wrong verifier',
  text: 'The client sends a verifier that does not match the code_challenge of the authorization request.',
  kind: 'fault',
  at: ['token', 'token-again'],
  change: (draft) =>
    parameterOf(draft, 'code_verifier') === undefined ? undefined : withParameter(draft, 'code_verifier', wrong),
  explain: (sent, answer) => ({
    received: `${receivedOf(answer)} The server received code_verifier=${parameterOf(sent, 'code_verifier')}.`,
    expected: 'The verifier whose SHA-256 hash is the code_challenge of the authorization request.',
    clause: 'RFC 7636 §4.6',
    fix: 'Keep the verifier in the session that started the flow, and send it with the code. This code is used up: start again.',
  }),
}
