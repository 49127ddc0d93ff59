import { parameterOf } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const usedCode: Fault = {
  name: 'used-code',
  title: 'Use the code twice',
  text: 'The client exchanges the code for tokens, and then sends it again.',
  kind: 'fault',
  at: ['token', 'token-again'],
  honestFirst: true,
  change: (draft) => (parameterOf(draft, 'code') === undefined ? undefined : draft),
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The server received a code for the second time.`,
    expected:
      'Each code once. A second use means that someone else may have the code, so the server revokes its tokens too.',
    clause: 'RFC 6749 §4.1.2, §10.5',
    fix: 'Send each code once, even if the page is reloaded. The tokens are now revoked: start again.',
  }),
}
