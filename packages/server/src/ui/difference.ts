/** Where two strings part: what they share, then the rest of each, of which the first character differs. */
export type Difference = { readonly shared: string; readonly received: string; readonly registered: string }

/** Finds the first character at which what was received leaves what is registered. */
export const difference = (received: string, registered: string): Difference => {
  const left = [...received]
  const right = [...registered]
  let at = 0
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1
  return { shared: left.slice(0, at).join(''), received: left.slice(at).join(''), registered: right.slice(at).join('') }
}

/** Picks the registered value that agrees longest with what was received. */
export const nearest = (received: string, registered: readonly string[]): string | undefined =>
  registered.toSorted((a, b) => difference(received, b).shared.length - difference(received, a).shared.length)[0]

/** Says in words how two values differ: by a trailing slash, by case, by its length, or by which character. */
export const differenceInWords = (received: string, registered: string): string => {
  if (received === registered) return 'They are the same.'
  if (received === `${registered}/`) return 'What was received has a trailing slash, the registered one has none.'
  if (`${received}/` === registered) return 'The registered one has a trailing slash, what was received has none.'
  if (received.toLowerCase() === registered.toLowerCase()) return 'They differ only in upper and lower case.'
  const parted = difference(received, registered)
  const position = [...parted.shared].length + 1
  if (parted.received === '') return `What was received ends before character ${position} of the registered one.`
  if (parted.registered === '')
    return `What was received goes on where the registered one ends, at character ${position}.`
  return `They differ first at character ${position}.`
}
