import { type ReactNode, useEffect, useState } from 'react'
import { App } from './app.tsx'
import { Problem } from './error-boundary.tsx'
import { type Opened, openPlayground } from './open-playground.ts'
import { PageToolsProvider } from './page-tools.ts'

/** Loads what the server published for the page, then shows it. */
export function Start(): ReactNode {
  const [opened, setOpened] = useState<Opened>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    openPlayground().then(setOpened, (error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    )
  }, [])
  if (problem !== undefined) return <Problem title="The playground did not start" message={problem} />
  if (opened === undefined) return <p className="unseen">Loading …</p>
  return (
    <PageToolsProvider value={opened.tools}>
      <App {...opened.app} />
    </PageToolsProvider>
  )
}
