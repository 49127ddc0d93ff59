import type { Values } from '../flows/flow.ts'
import type { Answer } from '../wire/exchange.ts'
import { readJson } from '../wire/send.ts'

/** What an attacker has received: kept apart from the values of the client. */
export interface Loot {
  readonly values: Values
  readonly receive: (answer: Answer) => Promise<Answer>
}

/** Collects the texts of the responses that an attacker gets. */
export function createLoot(): Loot {
  let values: Values = {}
  return {
    get values() {
      return values
    },
    async receive(answer) {
      const texts = Object.entries(readJson(answer) ?? {}).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      )
      values = { ...values, ...Object.fromEntries(texts) }
      return answer
    },
  }
}
