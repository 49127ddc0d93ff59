import type { ReactNode } from 'react'
import type { RunProps } from '../run/run-store.ts'

/** Shows attacks in place of faults, and the attacker's lane. */
export function AttackerSwitch({ run, snapshot }: RunProps): ReactNode {
  return (
    <button
      type="button"
      className="switch"
      role="switch"
      aria-checked={snapshot.attacker}
      data-action="attacker"
      onClick={() => run.playAttacker(!snapshot.attacker)}
    >
      <span className="switch-track" aria-hidden="true" />
      Play the attacker
    </button>
  )
}
