import { parameterOf, withParameter } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const unknownResponseType: Fault = {
  name: 'unknown-response-type',
  title: 'Unknown response type',
  text: 'The request has a response_type that the server does not support.',
  kind: 'fault',
  at: ['authorization', 'step-up'],
  change: (draft) => withParameter(draft, 'response_type', 'key'),
  explain: (sent, answer, { settings }) => ({
    received: `${receivedOf(answer)} The server received response_type=${parameterOf(sent, 'response_type')}.`,
    expected: `One of ${listOf(settings.metadata.response_types_supported)}.`,
    clause: 'RFC 6749 §3.1.1, §4.1.2.1',
    fix: 'Send response_type=code.',
  }),
}

export const unknownGrantType: Fault = {
  name: 'unknown-grant-type',
  title: 'Unknown grant type',
  text: 'The token request has a grant_type that the server does not support.',
  kind: 'fault',
  at: ['token'],
  change: (draft) => withParameter(draft, 'grant_type', 'please'),
  explain: (sent, answer, { settings }) => ({
    received: `${receivedOf(answer)} The server received grant_type=${parameterOf(sent, 'grant_type')}.`,
    expected: `One of ${listOf(settings.metadata.grant_types_supported)}.`,
    clause: 'RFC 6749 §4.5, §5.2',
    fix: 'Send the grant_type of the flow.',
  }),
}

const listOf = (values: unknown) => (Array.isArray(values) ? values.join(', ') : 'those in the server’s metadata')
