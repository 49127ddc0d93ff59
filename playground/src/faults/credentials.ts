import { formatBasicCredentials } from '@valetkey/protocol'
import type { PlaygroundClient } from '../flows/flow.ts'
import { withHeader, withParameter } from '../wire/draft.ts'
import type { Draft } from '../wire/exchange.ts'

/** Makes the same request as another client. */
export function asClient(draft: Draft, { clientId, clientSecret }: PlaygroundClient): Draft {
  if (clientSecret === undefined) return asPublicClient(draft, clientId)
  return withHeader(
    withParameter(draft, 'client_id', undefined),
    'authorization',
    formatBasicCredentials(clientId, clientSecret),
  )
}

/** Makes the same request without a secret, as someone who knows only the public `client_id`. */
export function asPublicClient(draft: Draft, clientId: string): Draft {
  return withHeader(withParameter(draft, 'client_id', clientId), 'authorization', undefined)
}
