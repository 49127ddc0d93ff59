import type { ReactNode } from 'react'
import type { Word } from '../words/word.ts'
import { Clause } from './clause.tsx'
import { Value } from './secret.tsx'

/** Names and values of the wire, each with its sentence and clause. */
export function Fields({
  fields,
  wordOf,
  extra,
}: {
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly wordOf: (name: string) => Word | undefined
  /** What a value can be opened with, such as a token. */
  readonly extra?: (name: string, value: string) => ReactNode
}): ReactNode {
  return (
    <dl className="fields">
      {fields.map(([name, value], index) => {
        const word = wordOf(name)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may be repeated, and the list does not change
          <div key={`${name}-${index}`} className="field-row">
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <Value name={name} value={value} />
              {word && (
                <p className="word">
                  {word.text} <Clause clause={word.clause} />
                </p>
              )}
              {extra?.(name, value)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
