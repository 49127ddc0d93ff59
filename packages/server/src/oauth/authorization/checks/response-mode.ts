import { OAuthError, parameter } from '@valetkey/protocol'
import { isModeAllowed, mayCarryTokens, type ResponseMode } from '../response-modes/response-mode.ts'
import { carriesToken } from '../response-types/response-type.ts'
import type { Check } from './check.ts'

/** The response mode is served, the client may use it, and no token travels in a query (RFC 9700 §4.3.2). */
export const responseMode: Check = {
  name: 'response-mode',
  at: ['authorize', 'par'],
  reads: ['response_mode'],
  run({ parameters, client, features: { responseModes }, found: { responseType } }) {
    if (responseType === undefined) return undefined
    const asked = parameter(parameters, 'response_mode')
    if (asked === undefined) return { responseMode: responseType.defaultMode }
    const mode = responseModes.find((one) => one.name === asked)
    if (mode === undefined) {
      throw new OAuthError('invalid_request', `response_mode is not supported: use ${oneOf(responseModes)}`)
    }
    if (carriesToken(responseType) && !mayCarryTokens(mode, client)) {
      const fit = oneOf(responseModes.filter((one) => mayCarryTokens(one, client)))
      throw new OAuthError('invalid_request', `response_mode=${mode.name} cannot carry tokens: use ${fit}`, {
        clause: 'RFC 9700 §4.3.2',
      })
    }
    if (!isModeAllowed(mode, responseType.defaultMode, client)) {
      const fix = `leave response_mode out to get ${responseType.defaultMode.name}, or add it to the client's response_modes`
      throw new OAuthError('invalid_request', `response_mode ${mode.name} is not registered for this client: ${fix}`)
    }
    return { responseMode: mode }
  },
}

function oneOf(modes: readonly ResponseMode[]): string {
  const all = modes.map((mode) => mode.name)
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}
