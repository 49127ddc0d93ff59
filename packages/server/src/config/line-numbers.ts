import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml'

/** Returns the line of a path in a file; undefined if the file does not contain it. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined

/** Finds the line of a key or a list entry; for a missing one, the line of its parent. */
export function linesOf(document: Document, counter: LineCounter): LineOf {
  return function lineOf(path): number | undefined {
    const last = path.at(-1)
    if (last === undefined) return undefined
    const place = startOf(document.getIn(path.slice(0, -1), true), last)
    return place === undefined ? lineOf(path.slice(0, -1)) : counter.linePos(place).line
  }
}

function startOf(parent: unknown, last: PropertyKey): number | undefined {
  if (isMap(parent)) {
    const key = parent.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === last)
    return isNode(key) ? key.range?.[0] : undefined
  }
  const entry = isSeq(parent) ? parent.items[Number(last)] : undefined
  return isNode(entry) ? entry.range?.[0] : undefined
}
