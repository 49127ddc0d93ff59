import type { ReactNode } from 'react'
import type { RunProps } from './run/run-store.ts'
import { LinkButton } from './scenario/link-button.tsx'

export function Header(props: RunProps): ReactNode {
  return (
    <header className="head">
      <a className="brand" href="/">
        <svg className="key-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
          <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
            <circle cx="11.5" cy="11.5" r="6" />
            <path d="m16 16 10.5 10.5M21 21l3-3M25 25l2.5-2.5" />
          </g>
        </svg>
        <span>Valetkey</span>
      </a>
      <h1>OAuth, drawn while it happens</h1>
      <div className="head-actions">
        <LinkButton {...props} />
      </div>
    </header>
  )
}
