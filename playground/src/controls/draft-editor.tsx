import { type ReactNode, useState } from 'react'
import { Clause } from '../details/clause.tsx'
import { isSecret, mask } from '../details/secret.tsx'
import { headerWord, parameterWord } from '../details/word-of.ts'
import type { Draft, Field } from '../wire/exchange.ts'
import type { Word } from '../words/word.ts'
import { JsonField } from './json-field.tsx'

/** What will be sent: every parameter and header may be changed, added or removed. */
export function DraftEditor({
  draft,
  onEdit,
}: {
  readonly draft: Draft
  readonly onEdit: (draft: Draft) => void
}): ReactNode {
  return (
    <div className="draft">
      <p className="start-line">
        <b>{draft.method}</b>
        <input
          className="bare"
          aria-label="URL"
          value={draft.url}
          spellCheck={false}
          onChange={(event) => onEdit({ ...draft, url: event.target.value })}
        />
      </p>
      <FieldList
        title="Parameters"
        one="parameter"
        fields={draft.parameters}
        wordOf={parameterWord}
        onEdit={(parameters) => onEdit({ ...draft, parameters })}
      />
      {draft.json !== undefined && <JsonField value={draft.json} onChange={(json) => onEdit({ ...draft, json })} />}
      {draft.headers.length > 0 && (
        <FieldList
          title="Headers"
          one="header"
          fields={draft.headers}
          wordOf={headerWord}
          onEdit={(headers) => onEdit({ ...draft, headers })}
        />
      )}
    </div>
  )
}

interface FieldListProps {
  readonly title: string
  readonly one: string
  readonly fields: readonly Field[]
  readonly wordOf: (name: string) => Word | undefined
  readonly onEdit: (fields: readonly Field[]) => void
}

function FieldList({ title, one, fields, wordOf, onEdit }: FieldListProps): ReactNode {
  const change = (index: number, field: Field): void => onEdit(fields.map((old, at) => (at === index ? field : old)))
  return (
    <fieldset className="field-list">
      <legend>{title}</legend>
      <ul>
        {fields.map((field, index) => (
          // Names may be repeated, and change while they are typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: only the place identifies a row
          <li key={index}>
            <FieldRow
              field={field}
              word={wordOf(field[0])}
              onChange={(changed) => change(index, changed)}
              onRemove={() => onEdit(fields.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <button type="button" className="link-button" onClick={() => onEdit([...fields, ['', '']])}>
        Add a {one}
      </button>
    </fieldset>
  )
}

interface RowProps {
  readonly field: Field
  readonly word: Word | undefined
  readonly onChange: (field: Field) => void
  readonly onRemove: () => void
}

function FieldRow({ field: [name, value], word, onChange, onRemove }: RowProps): ReactNode {
  const [isShown, setShown] = useState(false)
  const isMasked = isSecret(name) && !isShown && value !== ''
  const called = name === '' ? 'the new one' : name
  return (
    <div className="edit-row">
      <input
        className="bare name"
        aria-label={`Name of ${called}`}
        placeholder="name"
        value={name}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange([event.target.value, value])}
      />
      <button type="button" className="remove" aria-label={`Remove ${called}`} onClick={onRemove}>
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
          <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
      </button>
      <span className="edit-value">
        <input
          className="bare"
          aria-label={`Value of ${called}`}
          placeholder="value"
          value={isMasked ? mask(value) : value}
          readOnly={isMasked}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange([name, event.target.value])}
        />
        {isSecret(name) && value !== '' && (
          <button
            type="button"
            className="link-button"
            aria-pressed={isShown}
            aria-label={`Show and edit the value of ${called}`}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? 'Hide' : 'Edit'}
          </button>
        )}
      </span>
      {word && (
        <p className="word">
          {word.text} <Clause clause={word.clause} />
        </p>
      )}
    </div>
  )
}
