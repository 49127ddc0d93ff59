import { parameterOf } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const usedCode: Fault = {
  name: 'used-code',
  title: 'Use the code twice',
  text: 'The code is exchanged for tokens, and then sent once more.',
  kind: 'fault',
  at: ['token', 'token-again'],
  honestFirst: true,
  change: (draft) => (parameterOf(draft, 'code') === undefined ? undefined : draft),
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The server received a code for the second time.`,
    expected: 'A code once. A second use means that someone else may have it, so its tokens are revoked as well.',
    clause: 'RFC 6749 §4.1.2, §10.5',
    fix: 'Send each code once, also when the page is loaded again. The tokens are void now: start again.',
  }),
}
