import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { FlowFacts, FlowPicker } from './controls/flow-picker.tsx'
import { SettingsForm } from './controls/settings-form.tsx'
import { StepCard } from './controls/step-card.tsx'
import { Drawn } from './drawn.tsx'
import type { Flow, Settings } from './flows/flow.ts'
import { Header } from './header.tsx'
import type { RunProps, RunStore } from './run/run-store.ts'
import { Tour } from './tour/tour.tsx'
import type { PlaygroundConfig } from './wire/config.ts'
import type { Discovery } from './wire/discover.ts'
import type { Explanation } from './wire/exchange.ts'

interface AppProps {
  readonly run: RunStore
  readonly flows: readonly Flow[]
  readonly config: PlaygroundConfig
  /** Settings of a flow as they are at first, with what the reader chose before where the flow has it too. */
  readonly settingsFor: (flow: Flow, before: Settings) => Settings
  readonly discover: (issuer: string) => Promise<Discovery>
  /** Why the link that led here could not be followed. */
  readonly notice: string | undefined
}

export function App({ run, flows, config, settingsFor, discover, notice }: AppProps): ReactNode {
  const snapshot = useSyncExternalStore(run.subscribe, run.get)
  const { flow, settings } = snapshot
  usePreparedStep({ run, snapshot })
  const changeServer = async (issuer: string): Promise<Explanation | undefined> => {
    const found = await discover(issuer)
    if (found.outcome === 'failed') return found.explanation
    run.choose(flow, { ...settings, metadata: found.metadata })
    return undefined
  }
  const startTask = (name: string, scope: string): void => {
    const chosen = flows.find((one) => one.name === name)
    if (chosen) run.choose(chosen, { ...settingsFor(chosen, settings), scope })
  }
  return (
    <>
      <a className="skip" href="#next">
        Skip to the next step
      </a>
      <Header run={run} snapshot={snapshot} />
      <main className="columns">
        <Tour run={run} snapshot={snapshot} onStart={startTask} />
        <div className="column controls">
          {notice !== undefined && (
            <p className="notice" role="alert">
              {notice}
            </p>
          )}
          <section className="card choose" aria-label="What to play">
            <FlowPicker flows={flows} chosen={flow} onChoose={(one) => run.choose(one, settingsFor(one, settings))} />
            <FlowFacts flow={flow} />
            <SettingsForm
              key={`${flow.name} ${settings.metadata.issuer}`}
              flow={flow}
              settings={settings}
              config={config}
              onChange={(changed) => run.choose(flow, changed)}
              onServer={changeServer}
            />
          </section>
          <StepCard run={run} snapshot={snapshot} />
        </div>
        <Drawn run={run} snapshot={snapshot} />
      </main>
    </>
  )
}

/** Makes the draft of the next step as soon as the step is ready. */
function usePreparedStep({ run, snapshot }: RunProps): void {
  const { next, draft, busy } = snapshot
  useEffect(() => {
    // A failure shows when the step is sent.
    if (next !== undefined && draft === undefined && !busy) run.prepare(next.name).catch(() => undefined)
  }, [run, next, draft, busy])
}
