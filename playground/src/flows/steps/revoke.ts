import type { FlowStep } from '../flow.ts'
import { clientForm } from './client-form.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'

/** Revokes the refresh token, or the access token if there is none or the reader chose it (RFC 7009 §2.1). */
export const revoke: FlowStep = {
  name: 'revoke',
  title: 'Revoke the token',
  text: 'The client revokes a token that it no longer needs. Revoking the refresh token also revokes the access tokens issued from it.',
  clause: 'RFC 7009 §2.1',
  from: 'client',
  to: 'server',
  channel: 'back',
  steps: { request: 'other', answer: 'other' },
  isReady: (run) => endpointOf(run, 'revocation_endpoint') !== undefined && run.values.access_token !== undefined,
  draft: async (run) => {
    const { access_token = '', refresh_token } = run.values
    const isRefresh = refresh_token !== undefined && run.settings.choices.token !== 'access_token'
    return {
      draft: clientForm(needEndpoint(run, 'revocation_endpoint'), run.settings.client, [
        ['token', isRefresh ? refresh_token : access_token],
        ['token_type_hint', isRefresh ? 'refresh_token' : 'access_token'],
      ]),
      values: {},
    }
  },
  receive: async () => ({}),
}
