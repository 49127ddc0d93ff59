import type { Draft } from '../../wire/exchange.ts'
import type { FlowStep, Run } from '../flow.ts'

interface ContactsOptions extends Pick<FlowStep, 'name' | 'title' | 'text'> {
  readonly expectsRefusal?: true
  readonly waits?: number
  readonly request: Pick<Draft, 'method' | 'json'> & { readonly path: string }
}

/** A call of the Contacts API with the run's access token (RFC 6750 §2.1). */
function contactsStep({ request: { method, path, json }, ...rest }: ContactsOptions): FlowStep {
  return {
    ...rest,
    clause: 'RFC 6749 §7, RFC 6750 §2.1',
    from: 'client',
    to: 'api',
    channel: 'back',
    steps: { request: 'api-request', answer: 'resource' },
    repeats: true,
    isReady: ({ settings, values }) => values.access_token !== undefined && URL.canParse(settings.api),
    draft: async (run) => ({
      draft: {
        method,
        url: contactsUrl(run) + path,
        parameters: [],
        headers: [
          ['authorization', `Bearer ${run.values.access_token ?? ''}`],
          ...(json === undefined ? [] : [['content-type', 'application/json'] as const]),
          ['accept', 'application/json'],
        ],
        ...(json !== undefined && { json }),
      },
      values: {},
    }),
    receive: async () => ({}),
  }
}

const contactsUrl = ({ settings }: Run) => `${settings.api.replace(/\/$/, '')}/contacts`

/** Lists the contacts: needs the scope `read`. */
export const listContacts = contactsStep({
  name: 'api',
  title: 'List the contacts',
  text: 'The client calls the API with the access token. The API checks that the token is valid, was issued for this API, and has the scope read.',
  request: { method: 'GET', path: '' },
})

/** The same after something ended the token: the API refuses. */
export const listContactsInVain = contactsStep({
  name: 'api-after',
  title: 'Call the API again',
  text: 'The same call with the same token, which is no longer valid. The API starts to reject it within a second.',
  expectsRefusal: true,
  waits: 1,
  request: { method: 'GET', path: '' },
})

/** Adds a contact: needs the scope `create`. */
export function createContact(contact: { readonly name: string; readonly email?: string }): FlowStep {
  return contactsStep({
    name: 'create-contact',
    title: 'Create a contact',
    text: 'Creating needs the scope create. A token that has only read gets 403 insufficient_scope.',
    request: { method: 'POST', path: '', json: contact },
  })
}

/** Deletes a contact: needs the scope `delete`. */
export function deleteContact(id: string): FlowStep {
  return contactsStep({
    name: 'delete-contact',
    title: 'Delete a contact',
    text: 'Deleting needs the scope delete. A token without it gets 403 insufficient_scope.',
    request: { method: 'DELETE', path: `/${encodeURIComponent(id)}` },
  })
}
