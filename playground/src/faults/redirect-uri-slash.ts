import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const redirectUriSlash: Fault = {
  name: 'redirect-uri-slash',
  title: 'Redirect URI with a trailing slash',
  text: 'The redirect URI has a trailing slash that the registered one does not have.',
  kind: 'fault',
  at: ['authorization', 'step-up', 'token', 'token-again'],
  change(draft) {
    const uri = parameterOf(draft, 'redirect_uri')
    return uri === undefined ? undefined : withParameter(draft, 'redirect_uri', `${uri}/`)
  },
  explain(sent, answer, { settings }) {
    const { redirectUri } = settings.client
    const isFront = sent.method === 'GET'
    const page = 'The server shows the error on its own page and does not redirect.'
    const how = answer.kind === 'unreachable' && isFront ? page : receivedOf(answer)
    return {
      received: `${how} It received redirect_uri=${parameterOf(sent, 'redirect_uri')}.`,
      expected: isFront
        ? `The registered redirect URI, character by character: ${redirectUri}. A response to any other address could give the code to an attacker.`
        : `The redirect URI of the authorization request: ${redirectUri}`,
      clause: isFront ? 'RFC 6749 §3.1.2.4, §4.1.2.1; RFC 9700 §4.1.3' : 'RFC 6749 §4.1.3',
      fix: isFront
        ? 'Send the URI exactly as it is registered, or have the operator register this one. Close the window to continue here.'
        : 'Send the same redirect_uri in both requests. This code is used up: start again.',
    }
  },
}
