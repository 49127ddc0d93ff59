import { type ReactNode, useState } from 'react'
import { isSecret, mask } from './secret-names.ts'

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
