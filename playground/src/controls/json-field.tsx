import { type ReactNode, useId, useState } from 'react'
import { showJson } from '../details/members.ts'

/** A JSON body. Text that is not JSON is kept, marked, and not sent. */
export function JsonField({
  value,
  onChange,
}: {
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(showJson(value))
  const [error, setError] = useState<string>()
  const edit = (edited: string): void => {
    setText(edited)
    try {
      onChange(JSON.parse(edited))
      setError(undefined)
    } catch (cause) {
      setError(`Not JSON yet, so the body before is kept: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  return (
    <div className="field">
      <label htmlFor={id}>JSON body</label>
      <textarea
        id={id}
        className="input code"
        rows={Math.min(8, text.split('\n').length + 1)}
        value={text}
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => edit(event.target.value)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
