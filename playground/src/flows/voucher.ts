import { resourceChoice } from './choices.ts'
import type { Flow } from './flow.ts'
import { listContacts } from './steps/contacts.ts'
import { resourceFields, scopeFields } from './steps/endpoint.ts'
import { tokenStep } from './steps/token.ts'

/** An extension grant (RFC 6749 §4.5): the one of `examples/extension-grant`, with the voucher that the demo renews. */
export const voucher: Flow = {
  name: 'voucher',
  title: 'Extension grant: a voucher',
  group: 'machine',
  text: 'For cases that no standard grant covers: the operator adds a custom grant type, here for a paper voucher.',
  clause: 'RFC 6749 §4.5',
  clients: ['playground-app'],
  choices: [resourceChoice],
  defaultScope: 'read',
  steps: [
    tokenStep({
      title: 'Exchange the voucher for a token',
      text: 'grant_type is an absolute URI that the operator chose. The grant has its own parameter: the number of the voucher.',
      clause: 'RFC 6749 §4.5',
      fields: (run) => [
        ['grant_type', 'urn:example:grant-type:voucher'],
        ['voucher', 'golden-ticket'],
        ...scopeFields(run),
        ...resourceFields(run),
      ],
    }),
    listContacts,
  ],
}
