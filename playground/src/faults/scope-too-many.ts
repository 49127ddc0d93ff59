import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

const unknown = 'administer'

export const scopeTooMany: Fault = {
  name: 'scope-too-many',
  title: 'Unregistered scope',
  text: 'The client requests a scope for which it is not registered.',
  kind: 'fault',
  at: ['authorization', 'step-up', 'token'],
  change(draft) {
    const scope = parameterOf(draft, 'scope')
    return scope === undefined ? undefined : withParameter(draft, 'scope', `${scope} ${unknown}`)
  },
  explain: (sent, answer, { settings }) => ({
    received: `${receivedOf(answer)} The server received scope=${parameterOf(sent, 'scope')}.`,
    expected: `Scopes for which ${settings.client.clientId} is registered; ${unknown} is not one of them.`,
    clause: 'RFC 6749 §3.3, §4.1.2.1',
    fix: `Leave ${unknown} out, or have the operator add it to the API and the client.`,
  }),
}

export const refreshMoreScope: Fault = {
  name: 'refresh-more-scope',
  title: 'More scope than granted',
  text: 'The refresh requests a scope that the owner did not grant.',
  kind: 'fault',
  at: ['refresh', 'refresh-again'],
  change(draft, { settings, values }) {
    const granted = values.scope ?? settings.scope
    const more = ['delete', 'create', 'read'].find((name) => !granted.split(' ').includes(name))
    if (more === undefined || parameterOf(draft, 'refresh_token') === undefined) return undefined
    return withParameter(draft, 'scope', `${granted} ${more}`)
  },
  explain: (sent, answer, { values }) => ({
    received: `${receivedOf(answer)} The server received scope=${parameterOf(sent, 'scope')}.`,
    expected: `No more than the owner granted: ${values.scope}.`,
    clause: 'RFC 6749 §6',
    fix: 'Redirect the owner to the authorization endpoint again to request more.',
  }),
}
