import { resourceChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { listContacts } from './steps/contacts.ts'
import { resourceFields, scopeFields } from './steps/endpoint.ts'
import { tokenStep } from './steps/token.ts'

/** The client credentials grant (RFC 6749 §4.4). */
export const clientCredentials: Flow = {
  name: 'client-credentials',
  title: 'Client credentials',
  group: 'machine',
  text: 'For a service that acts on its own behalf, without a user.',
  clause: 'RFC 6749 §4.4',
  clients: ['playground-app'],
  choices: [resourceChoice],
  defaultScope: 'read',
  steps: [
    tokenStep({
      title: 'Request a token for the client',
      text: 'The client authenticates with its secret and gets a token for itself. Neither a browser nor a resource owner is involved, and there is no refresh token.',
      clause: 'RFC 6749 §4.4.2',
      fields: (run) => [['grant_type', 'client_credentials'], ...scopeFields(run), ...resourceFields(run)],
    }),
    listContacts,
  ],
}
