import type { IncomingMessage } from 'node:http'
import type { RequestOptions as HttpsOptions } from 'node:https'
import { isIP, type LookupFunction, type TcpNetConnectOpts } from 'node:net'
import type { ConnectionOptions, SecureContext } from 'node:tls'
import type { Target } from './target.ts'

/** One request to checked addresses. */
export interface Exchange {
  readonly target: Target
  /** The only addresses that are connected to. */
  readonly addresses: readonly string[]
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly maxBytes: number
  readonly secureContext: SecureContext | undefined
  readonly signal: AbortSignal
}

export type ExchangeResult =
  | {
      readonly outcome: 'response'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | { readonly outcome: 'failed'; readonly why: 'unreachable' | 'too-large' | 'encoded'; readonly detail: string }

/** Options that Node passes on to the socket, though the type of a request does not list them. */
type SocketOptions = Pick<TcpNetConnectOpts, 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'> &
  Pick<ConnectionOptions, 'secureContext'>

const maxHeaderSize = 16_384
const mostAddresses = 6
/** The pieces of a body: each takes processor time, and a host may send every byte as one. */
const mostPieces = 2_048
/** Bytes around a body: headers, TLS, and extensions of chunks, which HTTP does not limit (RFC 9112 §7.1.1). */
const mostOverhead = 65_536
/** Responses with a status 1xx before the final one (RFC 9110 §15.2). */
const mostInterim = 10

/** Sends a request on a connection of its own and reads the response; never rejects. */
export function exchange(options: Exchange): Promise<ExchangeResult> {
  const { target, addresses, method, headers, body, maxBytes, secureContext, signal } = options
  const { url, host, port, isTls } = target
  // An import would load every export of the module, `fetch` with its HTTP/2 among them: a tenth of the time to start.
  const { request: send } = process.getBuiltinModule(isTls ? 'node:https' : 'node:http')
  return new Promise((resolve) => {
    const connection: HttpsOptions & SocketOptions = {
      host,
      port,
      agent: false,
      lookup: pinTo(addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1_000,
      maxHeaderSize,
      rejectUnauthorized: true,
      // A name for SNI and the certificate; an address has no SNI (RFC 6066 §3).
      servername: isIP(host) === 0 ? host : '',
      secureContext,
    }
    const request = send({
      ...connection,
      method,
      path: url.pathname + url.search,
      headers: { 'user-agent': 'Valetkey', ...headers, host: url.host, 'accept-encoding': 'identity' },
    })
    const finish = (result: ExchangeResult) => {
      signal.removeEventListener('abort', onAbort)
      resolve(result)
      request.destroy()
    }
    const fail = (why: 'unreachable' | 'too-large' | 'encoded', detail: string) =>
      finish({ outcome: 'failed', why, detail })
    const onAbort = () => fail('unreachable', 'the time limit passed')
    signal.addEventListener('abort', onAbort, { once: true })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'HPE_HEADER_OVERFLOW') fail('too-large', `the headers exceed ${maxHeaderSize} bytes`)
      else fail('unreachable', error.code ?? error.message)
    })
    request.on('close', () => fail('unreachable', 'the connection was closed without a response'))
    let interim = 0
    request.on('information', () => {
      if (++interim > mostInterim) fail('too-large', `there are more than ${mostInterim} interim responses`)
    })
    request.on('response', (response) => readResponse(response, { maxBytes, finish, fail }))
    request.end(body)
  })
}

interface Reading {
  readonly maxBytes: number
  readonly finish: (result: ExchangeResult) => void
  readonly fail: (why: 'unreachable' | 'too-large' | 'encoded', detail: string) => void
}

function readResponse(response: IncomingMessage, { maxBytes, finish, fail }: Reading): void {
  const { statusCode: status = 0, headers, socket } = response
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  const tooLarge = () => fail('too-large', `the body exceeds ${maxBytes} bytes`)
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    fail('encoded', `content-encoding: ${encoding.slice(0, 50)}`)
    return
  }
  if (Number(headers['content-length']) > maxBytes) {
    tooLarge()
    return
  }
  // Copied to one buffer: a piece of one byte may keep the 64 KiB in memory that it was received in.
  let content = Buffer.allocUnsafe(Math.min(4_096, maxBytes))
  let size = 0
  let pieces = 0
  response.on('data', (chunk: Uint8Array) => {
    if (++pieces > mostPieces) return fail('too-large', `the body comes in more than ${mostPieces} pieces`)
    if (socket.bytesRead > 2 * maxBytes + mostOverhead) return fail('too-large', 'the body has too much around it')
    if (size + chunk.length > maxBytes) return tooLarge()
    if (size + chunk.length > content.length)
      content = Buffer.concat([content], Math.min(maxBytes, 2 * (size + chunk.length)))
    content.set(chunk, size)
    size += chunk.length
  })
  response.on('error', (error) => fail('unreachable', `the body ended early: ${error.message}`))
  response.on('end', () => {
    const joined = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])
    finish({ outcome: 'response', status, headers: Object.fromEntries(joined), body: content.subarray(0, size) })
  })
}

/** Makes a connection use checked addresses, so that a name that resolves differently a moment later changes nothing. */
function pinTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.slice(0, mostAddresses).map((address) => ({ address, family: isIP(address) }))
  return (_name, options, callback) => {
    const [first] = all
    if (options.all) callback(null, all)
    else callback(null, first?.address ?? '', first?.family)
  }
}
