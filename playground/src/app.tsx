import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { ContactsPanel } from './contacts/contacts-panel.tsx'
import { FlowFacts, FlowPicker } from './controls/flow-picker.tsx'
import { SettingsForm } from './controls/settings-form.tsx'
import { StepCard } from './controls/step-card.tsx'
import { ExchangeDetails } from './details/exchange-details.tsx'
import { NothingOpen } from './details/nothing-open.tsx'
import type { Flow, PlaygroundClient, Settings } from './flows/flow.ts'
import { Header } from './header.tsx'
import { Announcer } from './picture/announcer.tsx'
import { toArrowGroups } from './picture/arrows.ts'
import { Exports } from './picture/exports.tsx'
import { Legend } from './picture/legend.tsx'
import { Picture } from './picture/picture.tsx'
import type { RunProps, RunStore } from './run/run-store.ts'
import { SnippetsPanel } from './snippets/snippets-panel.tsx'

interface AppProps {
  readonly run: RunStore
  readonly flows: readonly Flow[]
  readonly clients: readonly PlaygroundClient[]
  /** Settings of a flow as they are at first, with what the reader chose before where the flow has it too. */
  readonly settingsFor: (flow: Flow, before: Settings) => Settings
  /** Reads the metadata of a server. Rejects with a sentence for the reader. */
  readonly discover: (issuer: string) => Promise<Settings['metadata']>
}

export function App({ run, flows, clients, settingsFor, discover }: AppProps): ReactNode {
  const snapshot = useSyncExternalStore(run.subscribe, run.get)
  const { flow, settings } = snapshot
  usePreparedStep({ run, snapshot })
  const changeServer = async (issuer: string): Promise<void> => {
    const metadata = await discover(issuer)
    run.choose(flow, { ...settings, metadata })
  }
  return (
    <>
      <a className="skip" href="#next">
        Skip to the next step
      </a>
      <Header run={run} snapshot={snapshot} />
      <main>
        <div className="columns">
          <div className="column controls">
            <section className="card choose" aria-label="What to play">
              <FlowPicker flows={flows} chosen={flow} onChoose={(one) => run.choose(one, settingsFor(one, settings))} />
              <FlowFacts flow={flow} />
              <SettingsForm
                key={`${flow.name} ${settings.metadata.issuer}`}
                flow={flow}
                settings={settings}
                clients={clients}
                onChange={(changed) => run.choose(flow, changed)}
                onServer={changeServer}
              />
            </section>
            <StepCard run={run} snapshot={snapshot} />
          </div>
          <Drawn run={run} snapshot={snapshot} />
        </div>
      </main>
    </>
  )
}

/** The picture and the details of the exchange that is open. */
function Drawn({ run, snapshot }: RunProps): ReactNode {
  const { exchanges, flow, settings, attacker } = snapshot
  const [opened, setOpened] = useOpened(exchanges.length)
  const groups = useMemo(() => {
    const planned = flow.steps.filter(
      (step) => !exchanges.some(({ name, outcome }) => name === step.name && outcome !== 'refused'),
    )
    return toArrowGroups(
      exchanges,
      planned.filter(({ steps }) => steps.request !== 'other'),
    )
  }, [exchanges, flow])
  const names = useMemo(
    () => ({
      owner: 'the user',
      client: settings.client.clientId,
      attacker: 'someone else',
      server: hostOf(settings.metadata.issuer),
      api: hostOf(settings.api),
    }),
    [settings],
  )
  const exchange = exchanges.find(({ number }) => number === opened)
  return (
    <>
      <section className="column card drawn" aria-labelledby="picture-title">
        <div className="picture-head">
          <h2 id="picture-title">
            The flow<span className="print-only">: {flow.title}</span>
          </h2>
          <Legend attacker={attacker} />
        </div>
        <Picture groups={groups} names={names} attacker={attacker} selected={opened} onOpen={setOpened} />
        <Exports groups={groups} names={names} title={`${flow.title}, as it happened`} />
        <Announcer exchanges={exchanges} />
      </section>
      <section className="column card details" aria-labelledby="details-title" id="details" tabIndex={-1}>
        {exchange === undefined ? (
          <NothingOpen />
        ) : (
          <ExchangeDetails key={exchange.number} exchange={exchange} run={run} snapshot={snapshot} />
        )}
      </section>
      <div className="column extras">
        <ContactsPanel run={run} snapshot={snapshot} />
        <SnippetsPanel run={run} snapshot={snapshot} />
      </div>
    </>
  )
}

/** The newest exchange is open, until the reader opens another. */
function useOpened(count: number): readonly [opened: number | undefined, open: (exchange: number) => void] {
  const [choice, setChoice] = useState({ exchange: 0, count: 0 })
  const opened = choice.count === count ? choice.exchange : count
  return [opened === 0 ? undefined : opened, (exchange) => setChoice({ exchange, count })]
}

/** Makes the draft of the next step as soon as the step is ready. */
function usePreparedStep({ run, snapshot }: RunProps): void {
  const { next, draft, busy } = snapshot
  useEffect(() => {
    // A failure shows when the step is sent.
    if (next !== undefined && draft === undefined && !busy) run.prepare(next.name).catch(() => undefined)
  }, [run, next, draft, busy])
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
