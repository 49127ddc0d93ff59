/** Names on the wire whose values let someone in, and are masked until asked for. */
const secretNames = new Set([
  'access_token',
  'actor_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'id_token',
  'id_token_hint',
  'password',
  'refresh_token',
  'response',
  'subject_token',
  'token',
  'voucher',
  'authorization',
  'cookie',
])

export const isSecret = (name: string): boolean => secretNames.has(name.toLowerCase())

/** Dots, whose number says nothing of the length. The scheme of an Authorization header stays readable. */
export function mask(value: string): string {
  const scheme = /^(Basic|Bearer|DPoP) /i.exec(value)?.[0] ?? ''
  return `${scheme}••••••••`
}
