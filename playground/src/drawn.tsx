import { type ReactNode, useMemo, useRef, useState } from 'react'
import { ContactsPanel } from './contacts/contacts-panel.tsx'
import { ExchangeDetails } from './details/exchange-details.tsx'
import { NothingOpen } from './details/nothing-open.tsx'
import type { Settings } from './flows/flow.ts'
import { Announcer } from './picture/announcer.tsx'
import { stepsToCome, toArrowGroups } from './picture/arrows.ts'
import { Exports } from './picture/exports.tsx'
import type { LaneNames } from './picture/layout.ts'
import { Legend } from './picture/legend.tsx'
import { Picture } from './picture/picture.tsx'
import type { RunProps } from './run/run-store.ts'
import { SnippetsPanel } from './snippets/snippets-panel.tsx'

/** A picture of more exchanges cannot be read, and slows the page. */
const mostDrawn = 60

/** The picture, the details of the exchange that is open, and what can be done with the run. */
export function Drawn({ run, snapshot }: RunProps): ReactNode {
  const { exchanges, flow, settings, attacker, done } = snapshot
  const { opened, open, hold } = useOpened(exchanges.length)
  const details = useRef<HTMLElement>(null)
  const groups = useMemo(() => {
    return toArrowGroups(exchanges.slice(-mostDrawn), stepsToCome({ flow, exchanges, done }))
  }, [exchanges, flow, done])
  const names = useMemo(() => toNames(settings), [settings])
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
        <Picture
          groups={groups}
          names={names}
          attacker={attacker}
          selected={opened}
          onOpen={(number) => {
            open(number)
            requestAnimationFrame(() => details.current?.focus())
          }}
        />
        {exchanges.length > mostDrawn && (
          <p className="word">
            The picture shows the newest {mostDrawn} of {exchanges.length} exchanges.
          </p>
        )}
        <Exports groups={groups} names={names} title={`${flow.title}, as it happened`} />
        <Announcer exchanges={exchanges} />
      </section>
      <section
        key={opened}
        className="column card details"
        aria-labelledby="details-title"
        id="details"
        tabIndex={-1}
        ref={details}
      >
        {exchange === undefined ? (
          <NothingOpen />
        ) : (
          <ExchangeDetails exchange={exchange} run={run} snapshot={snapshot} hold={hold} />
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
function useOpened(count: number) {
  const [choice, setChoice] = useState({ exchange: 0, until: 0 })
  const chosen = choice.until >= count && choice.exchange <= count ? choice.exchange : count
  const opened = chosen === 0 ? undefined : chosen
  return {
    opened,
    open: (exchange: number) => setChoice({ exchange, until: count }),
    /** Keeps the open exchange while the next one is made. */
    hold: () => setChoice({ exchange: chosen, until: count + 1 }),
  }
}

const toNames = ({ client, metadata, api }: Settings): LaneNames => ({
  owner: 'the user',
  client: client.clientId,
  attacker: 'someone else',
  server: hostOf(metadata.issuer),
  api: hostOf(api),
})

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
