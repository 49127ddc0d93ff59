import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkMissingType } from '../../target/front-rules.ts'

export const aHybridRequestWithoutAResponseTypeIsAnErrorInTheQuery: Rule = {
  claim: 'a hybrid client that leaves response_type out gets an error in the query, or posted',
  clause: 'RFC 6749 §3.1.1',
  run: async (target) => checkMissingType(target, waysOf(target, 'hybrid')),
}
