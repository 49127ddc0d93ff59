import { parameterOf } from '../wire/draft.ts'
import { asClient } from './credentials.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const otherClientsCode: Fault = {
  name: 'other-clients-code',
  title: 'Another client’s code',
  text: 'Another client sends the code that was issued to this client, with its own credentials.',
  kind: 'fault',
  at: ['token', 'token-again'],
  change: (draft, { settings }) =>
    parameterOf(draft, 'code') === undefined || settings.otherClient.clientId === settings.client.clientId
      ? undefined
      : asClient(draft, settings.otherClient),
  explain: (_, answer, { settings }) => ({
    received: `${receivedOf(answer)} The server received the code from ${settings.otherClient.clientId}.`,
    expected: `The code from the client to which it was issued: ${settings.client.clientId}.`,
    clause: 'RFC 6749 §4.1.3, §5.2',
    fix: 'Exchange a code with the client_id that requested it.',
  }),
}
