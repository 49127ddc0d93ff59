import { refuseRepeated } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** Refuses parameters that were sent more than once (RFC 6749 §3.1). */
export const repeated: Check = {
  name: 'repeated',
  at: ['authorize', 'par', 'device', 'ciba'],
  reads: [],
  run({ parameters }) {
    refuseRepeated(parameters)
    return undefined
  },
}
