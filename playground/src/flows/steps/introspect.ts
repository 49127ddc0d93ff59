import type { FlowStep } from '../flow.ts'
import { clientForm } from './client-form.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'

/** Asks the server about the access token (RFC 7662 §2.1). Public clients may not. */
export const introspect: FlowStep = {
  name: 'introspect',
  title: 'Introspect the token',
  text: 'The server responds whether the token is active and what it allows. APIs use this for opaque tokens; the client to which the token was issued may use it too.',
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
  title: 'Introspect it again',
  text: 'The same request about the same token. For a revoked token the response is only active: false, without a reason.',
}
