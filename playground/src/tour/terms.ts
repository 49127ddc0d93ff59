/** Text, or words that link to a heading of the concepts page. */
export type Part = string | { readonly words: string; readonly anchor: string }

/** Splits a text of the tour at its links, which are written as `[words](anchor)`. */
export function splitTerms(text: string): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(/\[([^\]]+)\]\(([\w-]+)\)/g)) {
    const [whole, words = '', anchor = ''] = match
    parts.push(text.slice(from, match.index), { words, anchor })
    from = match.index + whole.length
  }
  return [...parts, text.slice(from)].filter((part) => part !== '')
}
