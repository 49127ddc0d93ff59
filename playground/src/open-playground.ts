import type { ComponentProps } from 'react'
import type { App } from './app.tsx'
import { faults } from './faults/index.ts'
import type { Flow, Settings } from './flows/flow.ts'
import { flows } from './flows/index.ts'
import { introspectionOf } from './flows/steps/introspection-of.ts'
import type { PageTools } from './page-tools.ts'
import { createRun } from './run/create-run.ts'
import { loadKeys } from './run/load-keys.ts'
import type { RunStore } from './run/run-store.ts'
import { settingsFor } from './run/settings-for.ts'
import { fromFragment } from './scenario/from-link.ts'
import { restoreScenario } from './scenario/restore-scenario.ts'
import { verifySignature } from './tokens/verify.ts'
import { loadConfig, type PlaygroundConfig } from './wire/config.ts'
import { discover } from './wire/discover.ts'
import { createFrontChannel } from './wire/front-channel.ts'
import { createSend } from './wire/send.ts'

/** What the page is shown with. */
export interface Opened {
  readonly app: ComponentProps<typeof App>
  readonly tools: PageTools
}

const random = (bytes: number): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Puts the page together: everything of the outside is handed down from here. */
export async function openPlayground(): Promise<Opened> {
  const base = location.pathname.replace(/\/+$/, '')
  const send = createSend({ fetch: fetch.bind(globalThis), origin: location.origin })
  const config = await loadConfig(fetch, `${base}/config.json`)
  const found = await discover(config.issuer, send)
  if (found.outcome === 'failed') throw new Error(`${found.explanation.received} ${found.explanation.fix}`)
  const { metadata } = found
  const run: RunStore = createRun({
    send,
    openFrontChannel: (url, options) => frontChannel.open(url, options),
    clock: Date.now,
    random,
  })
  const frontChannel = createFrontChannel({ window, save: run.save, random })
  const settings = (flow: Flow, before?: Settings): Settings =>
    settingsFor(flow, { metadata, config, ...(before && { before }) })
  const [first] = flows
  if (first) run.choose(first, settings(first))
  const back = frontChannel.takeReturn()
  if (back) {
    run.restore(back.run)
    // A failure is shown as the exchange that failed.
    run.resume(back.answer).catch(() => undefined)
  }
  const notice = back ? undefined : followLink(run, { config, settings })
  return {
    app: { run, flows, config, settingsFor: settings, discover: (issuer) => discover(issuer, send), notice },
    tools: {
      checkSignature: async (token, { metadata: of }) => verifySignature(token, await loadKeys({ metadata: of }, send)),
      introspectionOf,
      clock: Date.now,
    },
  }
}

/** Restores the scenario of a link. Returns a sentence for the reader if the link cannot be followed. */
function followLink(
  run: RunStore,
  { config, settings }: { readonly config: PlaygroundConfig; readonly settings: (flow: Flow) => Settings },
): string | undefined {
  const clientIds = config.clients.map(({ clientId }) => clientId)
  const link = fromFragment(location.hash, { flows, faults, clientIds })
  if (link.outcome === 'refused') return link.message
  if (link.outcome === 'scenario') {
    restoreScenario(run, link.scenario, { flows, clients: config.clients, settingsFor: settings })
  }
  return undefined
}
