import { ConfigError } from '../config/config-error.ts'
import type { Languages } from '../ui/words/index.ts'

/** Returns the configured languages in the configured order. @throws ConfigError for an unknown language */
export function pickLanguages(tags: readonly string[] | undefined, known: Languages): Languages {
  if (tags === undefined) return known
  const picked = tags.map((tag) => {
    const words = known[tag]
    if (words === undefined) {
      const list = Object.keys(known).join(', ')
      throw new ConfigError(`languages: there are no pages in ${tag}; those that exist are ${list}`)
    }
    return [tag, words] as const
  })
  return Object.fromEntries(picked)
}
