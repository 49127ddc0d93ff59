import type { ComponentProps } from 'react'
import type { App } from './app.tsx'
import type { ServerMetadata, Settings } from './flows/flow.ts'
import { flows } from './flows/index.ts'
import type { PageTools } from './page-tools.ts'
import { createRun } from './run/create-run.ts'
import { loadKeys } from './run/load-keys.ts'
import { settingsFor } from './run/settings-for.ts'
import { verifySignature } from './tokens/verify.ts'
import { loadConfig } from './wire/config.ts'
import { createSend, readJson } from './wire/send.ts'

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
  const discover = async (issuer: string): Promise<ServerMetadata> => {
    const answer = await send({
      method: 'GET',
      url: `${issuer}/.well-known/oauth-authorization-server`,
      parameters: [],
      headers: [],
    })
    if (answer.kind === 'unreachable') throw new Error(answer.message)
    return { ...readJson(answer), issuer }
  }
  const metadata = await discover(config.issuer)
  const run = createRun({
    send,
    openFrontChannel: async () => ({ kind: 'unreachable', reason: 'closed', message: 'The window was closed.' }),
    clock: Date.now,
    random,
  })
  const [first] = flows
  if (first) run.choose(first, settingsFor(first, { metadata, config }))
  return {
    app: {
      run,
      flows,
      clients: config.clients,
      settingsFor: (flow, before) => settingsFor(flow, { metadata, config, before }),
      discover,
    },
    tools: {
      checkSignature: async (token: string, settings: Settings) =>
        verifySignature(token, await loadKeys(settings, send)),
      introspectionOf: () => undefined,
      clock: Date.now,
    },
  }
}
