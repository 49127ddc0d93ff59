import type { Field } from '../../wire/exchange.ts'
import type { FlowStep, PlaygroundClient, Run } from '../flow.ts'
import { clientForm } from './client-form.ts'
import { endpointOf, needEndpoint } from './endpoint.ts'
import { receiveTokens } from './receive-tokens.ts'

/** How a token request differs between grants. */
export interface TokenOptions extends Pick<FlowStep, 'title' | 'text' | 'clause'> {
  readonly name?: string
  readonly copies?: number
  readonly expectsRefusal?: true
  /** Values that the run must have. */
  readonly needs?: readonly string[]
  readonly client?: (run: Run) => PlaygroundClient
  readonly fields: (run: Run) => readonly Field[]
  /** More values to remember with the tokens. */
  readonly remember?: (run: Run) => Readonly<Record<string, string>>
}

/** A request to the token endpoint (RFC 6749 §3.2). */
export function tokenStep({ name = 'token', needs = [], fields, client, remember, ...rest }: TokenOptions): FlowStep {
  return {
    ...rest,
    name,
    from: 'client',
    to: 'server',
    channel: 'back',
    steps: { request: 'token-request', answer: 'access-token' },
    isReady: (run) =>
      endpointOf(run, 'token_endpoint') !== undefined && needs.every((need) => run.values[need] !== undefined),
    draft: async (run) => ({
      draft: clientForm(needEndpoint(run, 'token_endpoint'), client?.(run) ?? run.settings.client, fields(run)),
      values: remember?.(run) ?? {},
    }),
    receive: receiveTokens,
  }
}

/** The exchange of a code for tokens (RFC 6749 §4.1.3). */
export const codeExchange = tokenStep({
  title: 'Exchange the code for tokens',
  text: 'The client sends the code and the PKCE verifier directly to the server. A code that was stolen from the browser is useless without the verifier.',
  clause: 'RFC 6749 §4.1.3, RFC 7636 §4.5',
  needs: ['code', 'code_verifier'],
  fields: ({ settings, values }) => [
    ['grant_type', 'authorization_code'],
    ['code', values.code ?? ''],
    ['redirect_uri', settings.client.redirectUri],
    ['code_verifier', values.code_verifier ?? ''],
  ],
})
