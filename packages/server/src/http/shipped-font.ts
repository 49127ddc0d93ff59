import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A part of a font, for the characters in its range. */
export interface FontFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** As CSS `unicode-range`; left out, all. */
  readonly range?: string | undefined
}

const shipped = '@fontsource-variable/figtree'
const subsets = ['latin', 'latin-ext'] as const

/**
 * Reads the font that comes with the server. There is none where the package is missing, as in a server that was bundled
 * into one file: the pages then use the font of the reader's device.
 */
export function readShippedFont(): readonly FontFile[] {
  try {
    const { resolve } = createRequire(import.meta.url)
    const ranges = JSON.parse(readFileSync(resolve(`${shipped}/unicode.json`), 'utf8')) as Record<string, string> // their file
    return subsets.map((subset) => ({
      name: `figtree-${subset}`,
      bytes: readFileSync(resolve(`${shipped}/files/figtree-${subset}-wght-normal.woff2`)),
      range: ranges[subset],
    }))
  } catch {
    return []
  }
}
