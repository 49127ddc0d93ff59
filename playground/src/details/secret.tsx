import { type ReactNode, useState } from 'react'

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

/** A value on the wire; one that lets someone in is masked until asked for. */
export function Value({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  const [isShown, setShown] = useState(false)
  if (!isSecret(name) || value === '') return <code className="value">{value === '' ? '(empty)' : value}</code>
  return (
    <span className="secret">
      <code className="value">{isShown ? value : mask(value)}</code>
      <button
        type="button"
        className="link-button"
        aria-pressed={isShown}
        aria-label={`Show the value of ${name}`}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? 'Hide' : 'Show'}
      </button>
    </span>
  )
}
