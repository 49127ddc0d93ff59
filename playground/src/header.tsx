import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'
import type { RunProps } from './run/run-store.ts'
import { LinkButton } from './scenario/link-button.tsx'

export function Header(props: RunProps): ReactNode {
  return (
    <header className="head">
      <Brand />
      <h1>OAuth, drawn while it happens</h1>
      <div className="head-actions">
        <LinkButton {...props} />
      </div>
    </header>
  )
}
