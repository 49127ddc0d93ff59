import type { ReactNode } from 'react'
import type { RunProps } from '../run/run-store.ts'

export function SnippetsPanel(_props: RunProps): ReactNode {
  return null
}
