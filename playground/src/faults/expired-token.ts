import type { Run } from '../flows/flow.ts'
import type { Fault } from './fault.ts'
import { receivedOf } from './received.ts'

/** Seconds that a reader waits at most. */
const longest = 15

function secondsLeft({ values, now }: Run): number | undefined {
  const { expires_at: at } = values
  return at === undefined ? undefined : Math.max(0, (Number(at) - now) / 1000)
}

export const expiredToken: Fault = {
  name: 'expired-token',
  title: 'Expired token',
  text: 'The client sends a token for the second API, which is valid for a few seconds, after it has expired.',
  kind: 'fault',
  at: ['api', 'api-again'],
  withSettings: (settings) => ({
    ...settings,
    api: settings.otherApi,
    otherApi: settings.api,
    choices: { ...settings.choices, resource: 'on' },
  }),
  change(draft, run) {
    const left = secondsLeft(run)
    return left === undefined || left > longest ? undefined : draft
  },
  wait: (run) => (secondsLeft(run) ?? 0) + 1,
  explain: (_, answer, { values }) => ({
    received: `${receivedOf(answer)} The API received a token that expired at ${timeOf(values.expires_at)}.`,
    expected: 'A token that is still valid.',
    clause: 'RFC 6750 §3.1, RFC 6749 §1.5',
    fix: 'Refresh the token shortly before it expires (expires_in), or when the API responds with invalid_token.',
  }),
}

const timeOf = (at: string | undefined) => new Date(Number(at ?? 0)).toISOString().slice(11, 19)
