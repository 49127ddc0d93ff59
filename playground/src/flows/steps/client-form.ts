import { formatBasicCredentials } from '@valetkey/protocol'
import type { Draft, Field } from '../../wire/exchange.ts'
import type { PlaygroundClient } from '../flow.ts'

/** Makes a form that a client posts to an endpoint of the server, with its authentication (RFC 6749 §2.3.1, §3.2.1). */
export function clientForm(url: string, client: PlaygroundClient, parameters: readonly Field[]): Draft {
  const { clientId, clientSecret } = client
  const isPublic = clientSecret === undefined
  return {
    method: 'POST',
    url,
    parameters: isPublic ? [...parameters, ['client_id', clientId]] : parameters,
    headers: [
      ...(isPublic ? [] : [['authorization', formatBasicCredentials(clientId, clientSecret)] as const]),
      ['content-type', 'application/x-www-form-urlencoded'],
      ['accept', 'application/json'],
    ],
  }
}
