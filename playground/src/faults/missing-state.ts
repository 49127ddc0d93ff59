import { parameterOf } from '../wire/draft.ts'
import type { Answer, Field } from '../wire/exchange.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

/** A signed response cannot be changed on its way, so it has no use for these faults. */
const isOpen: Fault['change'] = (draft) =>
  parameterOf(draft, 'state') === undefined || /jwt$/.test(parameterOf(draft, 'response_mode') ?? '')
    ? undefined
    : draft

const changeParameters =
  (change: (field: Field) => readonly Field[]) =>
  (answer: Answer): Answer =>
    answer.kind === 'callback' ? { ...answer, parameters: answer.parameters.flatMap(change) } : answer

export const missingState: Fault = {
  name: 'missing-state',
  title: 'Missing state',
  text: 'The authorization response has no state, like one that an attacker forged.',
  kind: 'fault',
  at: ['authorization', 'step-up'],
  change: isOpen,
  changeAnswer: changeParameters((field) => (field[0] === 'state' ? [] : [field])),
  explain: (_, answer, { values }) => ({
    received: `${receivedOf(answer)} The client did not use the response.`,
    expected: `state=${values.state}, which is known only to the browser that sent the request.`,
    clause: 'RFC 6749 §10.12, RFC 9700 §4.7',
    fix: 'Send a new random state with each request, and discard responses without it: otherwise an attacker could log the user in to the attacker’s account (CSRF).',
  }),
}

export const wrongState: Fault = {
  name: 'wrong-state',
  title: 'Wrong state',
  text: 'The authorization response has the state of another request.',
  kind: 'fault',
  at: ['authorization', 'step-up'],
  change: isOpen,
  changeAnswer: changeParameters((field) => [field[0] === 'state' ? ['state', 'of-another-request'] : field]),
  explain: (_, answer, { values }) => ({
    received: `${receivedOf(answer)} The response had state=of-another-request.`,
    expected: `state=${values.state}`,
    clause: 'RFC 6749 §10.12, RFC 9700 §4.7',
    fix: 'Discard the response, and start the flow again in the same browser.',
  }),
}
