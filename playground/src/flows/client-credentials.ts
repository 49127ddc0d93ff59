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
  text: 'For a service that acts for itself, without any user.',
  clause: 'RFC 6749 §4.4',
  clients: ['playground-app'],
  choices: [resourceChoice],
  defaultScope: 'read',
  steps: [
    tokenStep({
      title: 'Ask for a token of its own',
      text: 'The client shows its secret and gets a token for its own data. No browser and no owner take part, so there is no refresh token either.',
      clause: 'RFC 6749 §4.4.2',
      fields: (run) => [['grant_type', 'client_credentials'], ...scopeFields(run), ...resourceFields(run)],
    }),
    listContacts,
  ],
}
