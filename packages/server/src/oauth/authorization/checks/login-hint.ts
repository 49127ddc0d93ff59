import { parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** No username is longer. */
const longest = 300

/** Reads who will probably log in (OIDC Core §3.1.2.1): it fills in the login form, and is never an error. */
export const loginHint: Check = {
  name: 'login-hint',
  at: ['authorize', 'par'],
  reads: ['login_hint'],
  run({ parameters }) {
    const hint = parameter(parameters, 'login_hint')?.trim() ?? ''
    return { loginHint: hint === '' || hint.length > longest ? undefined : hint }
  },
}
