import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const plainPkce: Fault = {
  name: 'plain-pkce',
  title: 'Plain PKCE',
  text: 'The challenge is the verifier itself, so anyone who sees the request can redeem the code.',
  kind: 'fault',
  at: ['authorization', 'step-up'],
  change: (draft, { values }) =>
    parameterOf(draft, 'code_challenge') === undefined
      ? undefined
      : withParameter(withParameter(draft, 'code_challenge', values.code_verifier), 'code_challenge_method', 'plain'),
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The server received code_challenge_method=plain.`,
    expected: 'code_challenge_method=S256: a hash does not reveal the verifier.',
    clause: 'RFC 9700 §2.1.1, RFC 7636 §4.2',
    fix: 'Send base64url(SHA-256(code_verifier)) as code_challenge, and S256 as its method.',
  }),
}

export const withoutPkce: Fault = {
  name: 'without-pkce',
  title: 'Without PKCE',
  text: 'The request has no code_challenge, so anyone who obtains the code could redeem it.',
  kind: 'fault',
  at: ['authorization', 'step-up'],
  change: (draft) =>
    parameterOf(draft, 'code_challenge') === undefined
      ? undefined
      : withParameter(withParameter(draft, 'code_challenge', undefined), 'code_challenge_method', undefined),
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The server received no code_challenge.`,
    expected: 'code_challenge and code_challenge_method=S256, from every client.',
    clause: 'RFC 9700 §2.1.1, RFC 7636 §4.4.1',
    fix: 'Generate a new random verifier for each request, and send its challenge.',
  }),
}
