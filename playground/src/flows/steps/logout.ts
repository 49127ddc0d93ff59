import type { FlowStep } from '../flow.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'

/** Signs the owner out at the server (RP-Initiated Logout 1.0 §2). */
export const logout: FlowStep = {
  name: 'logout',
  title: 'Sign out',
  text: 'The client redirects the owner’s browser to the server to end the session there. The ID token identifies the owner and the client; without it, the server asks the owner to confirm.',
  clause: 'RP-Initiated Logout 1.0 §2',
  from: 'client',
  to: 'server',
  channel: 'front',
  steps: { request: 'other', answer: 'other' },
  isReady: (run) => endpointOf(run, 'end_session_endpoint') !== undefined && run.values.id_token !== undefined,
  async draft(run, { random }) {
    const { client } = run.settings
    const state = random(16)
    return {
      draft: {
        method: 'GET',
        url: needEndpoint(run, 'end_session_endpoint'),
        parameters: [
          ['id_token_hint', run.values.id_token ?? ''],
          ['client_id', client.clientId],
          ['post_logout_redirect_uri', client.redirectUri],
          ['state', state],
        ],
        headers: [],
      },
      values: { state },
    }
  },
  async receive(answer, { values }) {
    if (answer.kind !== 'callback') return {}
    const state = answer.parameters.find(([name]) => name === 'state')?.[1]
    if (state === values.state) return {}
    const message = 'state does not match this run: the response belongs to another logout.'
    return { kind: 'refused-by-client', code: state === undefined ? 'missing_state' : 'wrong_state', message }
  },
}
