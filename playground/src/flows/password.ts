import { resourceChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { listContacts } from './steps/contacts.ts'
import { resourceFields, scopeFields } from './steps/endpoint.ts'
import { tokenStep } from './steps/token.ts'

/** The resource owner password credentials grant (RFC 6749 §4.3), with the published password of the demo's alice. */
export const password: Flow = {
  name: 'password',
  title: 'Resource owner password',
  group: 'legacy',
  text: 'For legacy apps only. It was designed to migrate apps that stored passwords to tokens.',
  clause: 'RFC 6749 §4.3, RFC 9700 §2.4',
  warning:
    'Not for new apps: the owner gives the password to the client and cannot see or limit its use, and a second factor is impossible (RFC 9700 §2.4).',
  clients: ['playground-old'],
  choices: [resourceChoice],
  defaultScope: 'read',
  steps: [
    tokenStep({
      title: 'Exchange the password for tokens',
      text: 'The client sends the owner’s username and password. These are the demo’s published ones; never enter a real password here.',
      clause: 'RFC 6749 §4.3.2',
      fields: (run) => [
        ['grant_type', 'password'],
        ['username', 'alice'],
        ['password', 'wonderland'],
        ...scopeFields(run),
        ...resourceFields(run),
      ],
    }),
    listContacts,
  ],
}
