import { asClient } from './credentials.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const wrongSecret: Fault = {
  name: 'wrong-secret',
  title: 'Wrong client secret',
  text: 'The client authenticates with a secret that is not its own.',
  kind: 'fault',
  at: ['token', 'token-again', 'refresh', 'refresh-again', 'revoke', 'introspect'],
  change: (draft, { settings }) =>
    settings.client.clientSecret === undefined
      ? undefined
      : asClient(draft, { ...settings.client, clientSecret: 'not-the-secret' }),
  explain: (_, answer, { settings }) => ({
    received: `${receivedOf(answer)} The server received a secret that is not that of ${settings.client.clientId}.`,
    expected: 'The client’s registered secret.',
    clause: 'RFC 6749 §2.3.1, §5.2',
    fix: 'Correct the secret in the client’s configuration, and form-encode it before you build the header.',
  }),
}
