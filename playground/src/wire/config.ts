import type { PlaygroundClient } from '../flows/flow.ts'

/** What the server offers the page to begin with. */
export interface PlaygroundConfig {
  readonly issuer: string
  readonly clients: readonly PlaygroundClient[]
  readonly apis: readonly { readonly identifier: string; readonly name: string }[]
}

/** Reads `config.json`, next to the page. @throws Error with a sentence for the reader */
export async function loadConfig(fetch: typeof globalThis.fetch, url: string): Promise<PlaygroundConfig> {
  const response = await fetch(url, { credentials: 'omit', cache: 'no-store' })
  if (!response.ok) throw new Error(`${url} responded with status ${response.status}.`)
  // Written by the server that served this page.
  const { issuer, redirectUri, clients, apis } = (await response.json()) as {
    readonly issuer: string
    readonly redirectUri: string
    readonly clients: readonly { readonly clientId: string; readonly clientSecret?: string }[]
    readonly apis: PlaygroundConfig['apis']
  }
  return {
    issuer,
    clients: clients.map(({ clientId, clientSecret }) => ({ clientId, clientSecret, redirectUri })),
    apis,
  }
}
