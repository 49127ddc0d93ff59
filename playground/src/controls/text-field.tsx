import { type ReactNode, useId, useState } from 'react'

/** Takes effect when it is left, or with Enter: a change starts over, and not at every letter. */
export function TextField({
  label,
  hint,
  value,
  onCommit,
}: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onCommit: (value: string) => void
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(value)
  const commit = (): void => {
    if (text !== value) onCommit(text)
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        value={text}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <p id={`${id}-hint`} className="word">
        {hint}
      </p>
    </div>
  )
}
