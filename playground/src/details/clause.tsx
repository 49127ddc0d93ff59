import type { ReactNode } from 'react'
import { clauseAddress, splitClauses } from './clause-address.ts'

/** Links every clause of a list such as `RFC 6749 §4.1, RFC 7636`. */
export function Clause({ clause }: { readonly clause: string }): ReactNode {
  const parts = splitClauses(clause)
  return (
    <span className="clause">
      {parts.map(({ words, of }, index) => {
        const address = clauseAddress(of)
        return (
          <span key={of}>
            {index > 0 && ', '}
            {address === undefined ? (
              words
            ) : (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {words}
              </a>
            )}
          </span>
        )
      })}
    </span>
  )
}
