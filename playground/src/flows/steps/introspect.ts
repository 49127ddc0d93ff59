import type { FlowStep } from '../flow.ts'
import { clientForm } from './client-form.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'

/** Asks the server about the access token (RFC 7662 §2.1). Public clients may not. */
export const introspect: FlowStep = {
  name: 'introspect',
  title: 'Ask what the token is',
  text: 'The server says whether the token is active, and what it allows. APIs ask this about opaque tokens; the client it was issued to may ask as well.',
  clause: 'RFC 7662 §2.1',
  from: 'client',
  to: 'server',
  channel: 'back',
  steps: { request: 'other', answer: 'other' },
  repeats: true,
  isReady: (run) =>
    endpointOf(run, 'introspection_endpoint') !== undefined &&
    run.settings.client.clientSecret !== undefined &&
    run.values.access_token !== undefined,
  draft: async (run) => ({
    draft: clientForm(needEndpoint(run, 'introspection_endpoint'), run.settings.client, [
      ['token', run.values.access_token ?? ''],
      ['token_type_hint', 'access_token'],
    ]),
    values: {},
  }),
  receive: async () => ({}),
}

/** The same question after the token was revoked. */
export const introspectAgain: FlowStep = {
  ...introspect,
  name: 'introspect-after',
  title: 'Ask once more',
  text: 'The same question about the same token. A revoked token is only active: false, without any reason.',
}
