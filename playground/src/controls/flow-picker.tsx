import { type ReactNode, useRef } from 'react'
import { Clause } from '../details/clause.tsx'
import type { Flow, FlowGroup } from '../flows/flow.ts'

const groups: readonly (readonly [group: FlowGroup, title: string])[] = [
  ['user', 'For a user'],
  ['sign-in', 'Sign in with OpenID Connect'],
  ['machine', 'For a service without a user'],
  ['legacy', 'No longer recommended'],
]

/** The flows by group, each with its sentence. */
export function FlowPicker({
  flows,
  chosen,
  onChoose,
}: {
  readonly flows: readonly Flow[]
  readonly chosen: Flow
  readonly onChoose: (flow: Flow) => void
}): ReactNode {
  const list = useRef<HTMLDetailsElement>(null)
  const close = (): void => {
    if (list.current) list.current.open = false
  }
  const choose = (flow: Flow): void => {
    onChoose(flow)
    close()
    list.current?.querySelector('summary')?.focus()
  }
  return (
    <details
      className="picker"
      ref={list}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) close()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close()
        list.current?.querySelector('summary')?.focus()
      }}
    >
      <summary>
        <span className="picker-label">Flow</span>
        <span className="picker-title">{chosen.title}</span>
        <span className="picker-text">{chosen.text}</span>
      </summary>
      <div className="picker-list">
        {groups.map(([group, title]) => {
          const members = flows.filter((flow) => flow.group === group)
          return (
            members.length > 0 && (
              <section key={group} aria-label={title}>
                <p className="picker-group" aria-hidden="true">
                  {title}
                </p>
                <ul>
                  {members.map((flow) => (
                    <li key={flow.name}>
                      <button
                        type="button"
                        aria-current={flow.name === chosen.name ? 'true' : undefined}
                        data-flow={flow.name}
                        onClick={() => choose(flow)}
                      >
                        <b>{flow.title}</b>
                        <span>{flow.text}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            )
          )
        })}
      </div>
    </details>
  )
}

/** The warning that a flow carries, and where it is defined. */
export function FlowFacts({ flow }: { readonly flow: Flow }): ReactNode {
  return (
    <>
      {flow.warning !== undefined && <p className="warning">{flow.warning}</p>}
      <p className="word">
        <Clause clause={flow.clause} />
      </p>
    </>
  )
}
