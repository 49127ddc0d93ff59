import { type ReactNode, useState } from 'react'
import type { RunProps } from '../run/run-store.ts'
import { toFragment } from './to-link.ts'
import { toScenario } from './to-scenario.ts'

/** Copies a link that restores the flow, the choices, the edits and the fault of this run. */
export function LinkButton({ snapshot }: RunProps): ReactNode {
  const [state, setState] = useState('')
  const copy = async () => {
    try {
      const fragment = toFragment(await toScenario(snapshot), snapshot)
      const url = new URL(location.href)
      url.hash = fragment
      // The address bar has it too, for browsers that forbid the clipboard.
      history.replaceState(history.state, '', url)
      await navigator.clipboard.writeText(url.href)
      setState('Link copied. It contains no secrets or tokens.')
    } catch {
      setState('The link is in the address bar. It contains no secrets or tokens.')
    }
  }
  return (
    <div className="link">
      <button type="button" className="button secondary" data-action="copy-link" onClick={() => void copy()}>
        Copy link
      </button>
      <span role="status" className="word">
        {state}
      </span>
    </div>
  )
}
