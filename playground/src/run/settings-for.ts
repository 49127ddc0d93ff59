import type { Flow, PlaygroundClient, ServerMetadata, Settings } from '../flows/flow.ts'
import type { PlaygroundConfig } from '../wire/config.ts'

/** For a page whose server published no client: its id can be edited in each request. */
const noClient: PlaygroundClient = { clientId: '', clientSecret: undefined, redirectUri: '' }

/** Settings of a flow as they are at first. A choice of the reader is kept where the flow has it too. */
export function settingsFor(
  flow: Flow,
  {
    metadata,
    config,
    before,
  }: { readonly metadata: ServerMetadata; readonly config: PlaygroundConfig; readonly before?: Settings },
): Settings {
  const usable = config.clients.filter(({ clientId }) => flow.clients.includes(clientId))
  const [first = config.clients[0] ?? noClient] = flow.clients.flatMap(
    (clientId) => usable.find((client) => client.clientId === clientId) ?? [],
  )
  const client = usable.find(({ clientId }) => clientId === before?.client.clientId) ?? first
  const kept = flow.choices.flatMap(({ name, options }): readonly (readonly [string, string])[] => {
    const value = before?.choices[name]
    return value !== undefined && options.some((option) => option.value === value) ? [[name, value]] : []
  })
  const [api = '', otherApi = api] = config.apis.map(({ identifier }) => identifier)
  return {
    metadata: before?.metadata ?? metadata,
    client,
    otherClient: config.clients.find(({ clientId }) => clientId !== client.clientId) ?? client,
    api,
    otherApi,
    scope: flow.defaultScope,
    responseMode: undefined,
    choices: {
      ...Object.fromEntries(flow.choices.map(({ name, options }) => [name, options[0]?.value ?? ''])),
      ...Object.fromEntries(kept),
    },
  }
}
