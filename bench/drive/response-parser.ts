/** The parts of an HTTP/1.1 response that the load generator needs. */
export interface Response {
  readonly status: number
  /** Status line and header fields, as received. */
  readonly head: string
  readonly body: string
}

/** Returns the value of a header field (lower-case name) in a raw head. */
export function headerField(head: string, name: string): string | undefined {
  const match = new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'i').exec(head)
  return match?.[1]
}

/**
 * Parses the bytes of one connection as they arrive and emits complete responses. Text is kept as
 * latin1, so that string lengths are byte lengths; tokens and redirects are ASCII.
 */
export class ResponseParser {
  #buffered = ''
  readonly #deliver: (response: Response) => void

  constructor(deliver: (response: Response) => void) {
    this.#deliver = deliver
  }

  /** Adds received bytes. @throws Error if they are not HTTP/1.1 */
  push(text: string): void {
    this.#buffered = this.#buffered === '' ? text : this.#buffered + text
    for (;;) {
      const rest = this.#take(this.#buffered)
      if (rest === undefined) return
      this.#buffered = rest
      if (rest === '') return
    }
  }

  /** Emits the first complete response in `text` and returns the rest. */
  #take(text: string): string | undefined {
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    if (!text.startsWith('HTTP/1.1 ')) throw new Error(`not an HTTP/1.1 response: ${text.slice(0, 40)}`)
    const head = text.slice(0, end)
    const status = Number(text.slice(9, 12))
    const start = end + 4
    if (status === 204 || status === 304) {
      this.#deliver({ status, head, body: '' })
      return text.slice(start)
    }
    const length = headerField(head, 'content-length')
    if (length !== undefined) {
      const stop = start + Number(length)
      if (text.length < stop) return undefined
      this.#deliver({ status, head, body: text.slice(start, stop) })
      return text.length === stop ? '' : text.slice(stop)
    }
    if (headerField(head, 'transfer-encoding') !== 'chunked') throw new Error('a response without a length')
    const chunks = readChunks(text, start)
    if (chunks === undefined) return undefined
    this.#deliver({ status, head, body: chunks.body })
    return text.slice(chunks.end)
  }
}

function readChunks(text: string, start: number): { body: string; end: number } | undefined {
  let body = ''
  let at = start
  for (;;) {
    const line = text.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(text.slice(at, line), 16)
    if (Number.isNaN(size)) throw new Error('a chunk without a size')
    const next = line + 2 + size
    if (text.length < next + 2) return undefined
    if (size === 0) return { body, end: next + 2 }
    body += text.slice(line + 2, next)
    at = next + 2
  }
}
