import type { Flow, FlowStep } from '../flows/flow.ts'
import { expiredToken } from './expired-token.ts'
import type { Fault } from './fault.ts'
import { swappedCode, wrongNonce } from './front-channel-id-token.ts'
import { missingState, wrongState } from './missing-state.ts'
import { otherClientsCode } from './other-clients-code.ts'
import { plainPkce, withoutPkce } from './plain-pkce.ts'
import { redirectUriSlash } from './redirect-uri-slash.ts'
import { refreshMoreScope, scopeTooMany } from './scope-too-many.ts'
import { stealToken, stealTokenForOtherApi } from './steal-access-token.ts'
import { stealCode } from './steal-code.ts'
import { stealRefreshToken } from './steal-refresh-token.ts'
import { unknownGrantType, unknownResponseType } from './unknown-type.ts'
import { usedCode } from './used-code.ts'
import { withoutToken } from './without-token.ts'
import { wrongAudience } from './wrong-audience.ts'
import { wrongSecret } from './wrong-secret.ts'
import { wrongVerifier } from './wrong-verifier.ts'

/** Every fault and attack, in the order shown: one file each, and a line here. */
export const faults: readonly Fault[] = [
  redirectUriSlash,
  missingState,
  wrongState,
  plainPkce,
  withoutPkce,
  scopeTooMany,
  wrongNonce,
  swappedCode,
  unknownResponseType,
  wrongVerifier,
  usedCode,
  otherClientsCode,
  wrongSecret,
  unknownGrantType,
  refreshMoreScope,
  wrongAudience,
  expiredToken,
  withoutToken,
  stealCode,
  stealToken,
  stealTokenForOtherApi,
  stealRefreshToken,
]

/** Lists the faults that exist for a step of a flow. */
export function faultsAt(flow: Pick<Flow, 'name'>, step: Pick<FlowStep, 'name'>): readonly Fault[] {
  return faults.filter(({ at }) => at.includes(step.name) || at.includes(`${flow.name}/${step.name}`))
}
