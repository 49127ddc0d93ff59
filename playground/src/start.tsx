import { type ReactNode, useEffect, useState } from 'react'
import { App } from './app.tsx'
import { Brand } from './brand.tsx'
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
  if (opened === undefined) return <Loading />
  return (
    <PageToolsProvider value={opened.tools}>
      <App {...opened.app} />
    </PageToolsProvider>
  )
}

/** As in `index.html`, so that nothing moves. */
function Loading(): ReactNode {
  return (
    <>
      <header className="head">
        <Brand />
        <h1>OAuth, drawn while it happens</h1>
      </header>
      <main className="unseen">Loading …</main>
    </>
  )
}
