import { withHeader } from '../wire/draft.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

export const withoutToken: Fault = {
  name: 'without-token',
  title: 'Without a token',
  text: 'The client calls the API without the Authorization header.',
  kind: 'fault',
  at: ['api', 'api-again', 'create-contact', 'delete-contact', 'userinfo'],
  change: (draft) => withHeader(draft, 'authorization', undefined),
  explain: (_, answer) => ({
    received: `${receivedOf(answer)} The API received no token.`,
    expected: 'Authorization: Bearer with an access token.',
    clause: 'RFC 6750 §2.1, §3',
    fix: 'Send the token in the Authorization header.',
  }),
}
