import { identifyByForm } from './identify-by-form.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'

/**
 * Accepts the bare `client_id` of a public client, which proves nothing (RFC 6749 §3.2.1): in the form, or in Basic
 * credentials with an empty secret, as libraries send that know no public clients.
 */
export const none: ClientAuthenticationMethod = {
  name: 'none',
  isConfidential: false,
  needsSecret: false,
  recognizes: ({ authorization, basic }) => authorization === null || basic?.isSecretEmpty === true,
  identify: (presented) => presented.basic?.clientIds(presented.form) ?? identifyByForm(presented),
  authenticate: async (_, client) => Proven.client(client),
}
