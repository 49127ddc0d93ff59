import type { ReactNode } from 'react'

/** What the lines of the picture mean. */
export function Legend({ attacker }: { readonly attacker: boolean }): ReactNode {
  return (
    <ul className="legend">
      <li className="front">through the browser</li>
      <li className="back">direct</li>
      <li className="refused">{attacker ? 'stopped' : 'refused'}</li>
    </ul>
  )
}
