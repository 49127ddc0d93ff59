/** The text, or what the bytes are instead. */
export type Decoded = { readonly text: string } | { readonly fault: string }

const otherEncodings: readonly (readonly [name: string, mark: readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
]

/**
 * Decodes UTF-8, with or without a byte order mark; any other encoding is named instead of replaced by question marks.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const other = otherEncodings.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))
  if (other !== undefined) return { fault: `is ${other[0]}: save it as UTF-8` }
  const unmarked = encodingByNulls(bytes)
  if (unmarked !== undefined) return { fault: `is ${unmarked}: save it as UTF-8` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fault: `is not UTF-8: line ${firstBadLine(bytes)} has bytes of another encoding; save it as UTF-8` }
  }
}

/**
 * Names the encoding of a text without a byte order mark by the null bytes in its first characters, which no UTF-8 text
 * has.
 */
function encodingByNulls(bytes: Uint8Array): string | undefined {
  const nulls = [0, 1, 2, 3].map((at) => (bytes[at] === 0 ? 0 : 1)).join('')
  if (nulls === '1000' || nulls === '0001') return 'UTF-32'
  if (nulls === '1010' || nulls === '0101') return 'UTF-16'
  return bytes.includes(0) ? 'binary, as its null bytes show, or UTF-16' : undefined
}

/** No byte of a longer UTF-8 sequence is a line feed, so each line can be decoded by itself. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf(0x0a, start)
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? undefined : end))
    } catch {
      return line
    }
    if (end === -1) return line
    start = end + 1
  }
}

/**
 * Removes one line break at the end, which editors and `echo` write, so that a secret is the same in a file and in a
 * variable.
 */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}
