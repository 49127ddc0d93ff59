import type { ReactNode } from 'react'

/** The key and the name, which lead to the server's own front page. */
export function Brand(): ReactNode {
  return (
    <a className="brand" href="./">
      <svg className="key-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
        <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
          <circle cx="11.5" cy="11.5" r="6" />
          <path d="m16 16 10.5 10.5M21 21l3-3M25 25l2.5-2.5" />
        </g>
      </svg>
      <span>Valetkey</span>
    </a>
  )
}
