import { createContext, useContext } from 'react'
import type { FlowStep, Settings } from './flows/flow.ts'
import type { SignatureCheck } from './tokens/verify.ts'

/** What parts of the page use of the outside. */
export interface PageTools {
  readonly checkSignature: (token: string, settings: Settings) => Promise<SignatureCheck>
  /** The call that asks the server of the settings about a token; undefined if it has no introspection endpoint. */
  readonly introspectionOf: (token: string, settings: Settings) => FlowStep | undefined
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

const PageToolsContext = createContext<PageTools | undefined>(undefined)

export const PageToolsProvider = PageToolsContext.Provider

export function usePageTools(): PageTools {
  const tools = useContext(PageToolsContext)
  if (tools === undefined) throw new Error('PageToolsProvider is missing')
  return tools
}
