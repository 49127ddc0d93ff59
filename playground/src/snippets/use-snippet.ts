import { useEffect, useState } from 'react'
import type { Flow, Settings } from '../flows/flow.ts'
import type { Language } from './language.ts'
import { toProgram } from './program.ts'

/** Writes the snippet of a flow. Undefined until it is written; an error is a sentence for the reader. */
export function useSnippet(flow: Flow, settings: Settings, language: Language): string | undefined {
  const [text, setText] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    toProgram(flow, settings).then(
      (program) => isCurrent && setText(language.write(program)),
      (error: unknown) => isCurrent && setText(`No snippet: ${error instanceof Error ? error.message : String(error)}`),
    )
    return () => {
      isCurrent = false
    }
  }, [flow, settings, language])
  return text
}
