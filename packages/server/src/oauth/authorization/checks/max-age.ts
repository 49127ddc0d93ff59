import { OAuthError, parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** Reads how old the login may be: `max_age`, or the client's `default_max_age` (OIDC Core §3.1.2.1, OIDC Registration §2). */
export const maxAge: Check = {
  name: 'max-age',
  at: ['authorize', 'par'],
  reads: ['max_age'],
  run({ parameters, client }) {
    const text = parameter(parameters, 'max_age')
    const seconds = text === undefined ? client.metadata.default_max_age : readSeconds(text)
    return { maxAge: seconds === undefined ? undefined : seconds * 1000 }
  },
}

function readSeconds(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  const description = `max_age must be a number of seconds from 0 to 999999999, and ${text.slice(0, 40)} was received`
  throw new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.1.2.1' })
}
