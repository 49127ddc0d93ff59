import { OAuthError } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** A URL would show them to proxies, logs and the browser's history (RFC 6749 §2.3.1). */
const names: readonly string[] = ['client_secret', 'client_assertion', 'password']

/** Refuses credentials: none belongs in an authorization request. */
export const credentials: Check = {
  name: 'credentials',
  at: ['authorize'],
  reads: [],
  run({ parameters }) {
    const sent = names.find((name) => parameters.has(name))
    if (sent === undefined) return undefined
    const description = `${sent} must not be sent to the authorization endpoint, because request URIs are logged: leave it out, and replace the credential`
    throw new OAuthError('invalid_request', description, { clause: 'RFC 6749 §2.3.1' })
  },
}
