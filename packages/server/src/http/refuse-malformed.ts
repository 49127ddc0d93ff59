import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Properties that Node adds to an error of its parser. */
interface ParseError extends Error {
  readonly code?: string
  readonly rawPacket?: Buffer
}

export interface RefuseOptions {
  readonly maxHeaderSize: number
  /** Called for a request whose head or body did not arrive in time. */
  readonly onTimeout: () => void
}

/** The maximum number of cookies named in a refusal: the largest ones, without their values. */
const mostNamed = 5

/** How long a refused connection stays open for its peer to read the response, in milliseconds. */
const lingering = 500

/** Responds to requests that Node's parser refuses in plain text: the cause and the fix, never a stack trace. */
export function refuseMalformed(server: Server, { maxHeaderSize, onTimeout }: RefuseOptions): void {
  const refused = new WeakSet<Socket>()
  server.on('clientError', (error: ParseError, socket: Socket) => {
    // Further input after a refusal is an error again.
    if (refused.has(socket)) return
    refused.add(socket)
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') onTimeout()
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy()
      return
    }
    const [status, text] = describe(error, maxHeaderSize)
    const head = [
      `HTTP/1.1 ${status}`,
      'connection: close',
      'content-type: text/plain; charset=utf-8',
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      `content-length: ${Buffer.byteLength(text)}`,
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${isHead(error) ? '' : text}`)
    // Closing a connection while its peer still sends resets it, and the peer misses the response.
    const late = setTimeout(() => socket.destroy(), lingering)
    socket.once('end', () => socket.destroy())
    socket.once('close', () => clearTimeout(late))
  })
}

/**
 * A response to HEAD has no content (RFC 9110 §9.3.2). The method is only known if the request arrived in one packet.
 */
function isHead({ rawPacket }: ParseError): boolean {
  return rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD '
}

function describe({ code, rawPacket }: ParseError, maxHeaderSize: number): readonly [status: string, text: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['431 Request Header Fields Too Large', describeOverflow(rawPacket, maxHeaderSize)]
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return ['413 Content Too Large', 'The chunk extensions are too long.\n']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return ['408 Request Timeout', 'The request did not arrive in time.\n']
  return ['400 Bad Request', 'This is not a valid HTTP/1.1 request.\n']
}

function describeOverflow(packet: Buffer | undefined, maxHeaderSize: number): string {
  const most = `The headers of this request exceed ${maxHeaderSize / 1024} kB, the most this server reads.`
  const names = largestCookies(packet)
  if (names.length === 0)
    return `${most}\nSend fewer or shorter headers; in a browser, clear the cookies of this site.\n`
  return [
    most,
    'Its cookies are too large. Clear the cookies of this site in the browser, then load the page again.',
    `The largest ones: ${names.join(', ')}`,
    'Cookies do not distinguish ports: every server on localhost shares them.',
    '',
  ].join('\n')
}

/** Lists the largest cookies in the part of a head that arrived last. */
function largestCookies(packet: Buffer | undefined): readonly string[] {
  const line = /^cookie:(.*)$/im.exec(packet?.toString('latin1') ?? '')?.[1]
  if (line === undefined) return []
  const sizes = line.split(';').map((pair) => [pair.split('=')[0]?.trim() ?? '', pair.length] as const)
  return sizes
    .filter(([name]) => /^[!#$%&'*+.^_`|~\w-]{1,100}$/.test(name))
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostNamed)
    .map(([name, size]) => `${name} (${size} bytes)`)
}

/** A refusal after the head of another response would be read as part of that response. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true
}
