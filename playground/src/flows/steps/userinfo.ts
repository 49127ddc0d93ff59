import { decodeJwt } from '../../tokens/decode.ts'
import { readJson } from '../../wire/send.ts'
import type { FlowStep } from '../flow.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'

/** Asks the server for the claims that the owner shared (OIDC Core §5.3). */
export const userinfo: FlowStep = {
  name: 'userinfo',
  title: 'Request the owner’s claims',
  text: 'Here the authorization server is the API: it returns the claims for the scopes profile and email. Their sub must equal that of the ID token.',
  clause: 'OIDC Core §5.3',
  from: 'client',
  to: 'server',
  channel: 'back',
  steps: { request: 'other', answer: 'other' },
  repeats: true,
  isReady: (run) =>
    endpointOf(run, 'userinfo_endpoint') !== undefined &&
    run.values.access_token !== undefined &&
    run.values.id_token !== undefined,
  draft: async (run) => ({
    draft: {
      method: 'GET',
      url: needEndpoint(run, 'userinfo_endpoint'),
      parameters: [],
      headers: [
        ['authorization', `Bearer ${run.values.access_token ?? ''}`],
        ['accept', 'application/json'],
      ],
    },
    values: {},
  }),
  async receive(answer, { values }) {
    const claims = readJson(answer)
    if (answer.kind !== 'response' || answer.status >= 400 || claims === undefined) return {}
    if (claims.sub === decodeJwt(values.id_token ?? '')?.claims.sub) return {}
    const message = 'sub differs from that of the ID token: the claims are about another user (OIDC Core §5.3.2).'
    return { kind: 'refused-by-client', code: 'unexpected', message }
  },
}
