import type { FlowStep, Settings } from '../flow.ts'
import { clientForm } from './client-form.ts'
import { introspect } from './introspect.ts'

/** The question about one token, whichever it is. Undefined where the server or the client cannot ask it. */
export function introspectionOf(token: string, { metadata, client }: Settings): FlowStep | undefined {
  const { introspection_endpoint: url } = metadata
  if (typeof url !== 'string' || client.clientSecret === undefined) return undefined
  return {
    ...introspect,
    isReady: () => true,
    draft: async () => ({ draft: clientForm(url, client, [['token', token]]), values: {} }),
  }
}
