import type { Run } from '../flows/flow.ts'
import type { Draft } from '../wire/exchange.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

/** Sends a call of the run's API to the other API. */
export function toOtherApi(draft: Draft, { settings }: Run): Draft | undefined {
  const from = settings.api.replace(/\/$/, '')
  const to = settings.otherApi.replace(/\/$/, '')
  if (!draft.url.startsWith(`${from}/`) || to === '' || to === from) return undefined
  return { ...draft, url: to + draft.url.slice(from.length) }
}

export const wrongAudience: Fault = {
  name: 'wrong-audience',
  title: 'Wrong audience',
  text: 'The client sends the access token to an API for which it was not issued.',
  kind: 'fault',
  at: ['api', 'api-again'],
  change: toOtherApi,
  explain: (sent, answer, { settings }) => ({
    received: `${receivedOf(answer)} ${sent.url} received a token for ${settings.api}.`,
    expected: `A token whose audience is ${settings.otherApi}.`,
    clause: 'RFC 8707 §2, RFC 9700 §2.3',
    fix: `Request a token with resource=${settings.otherApi}: use a separate token for each API.`,
  }),
}
