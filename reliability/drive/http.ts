import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { ServerNode } from '../environment/server-node.ts'

/** A node's response, with its times. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** Milliseconds from sending to the last byte. */
  readonly took: number
}

/** A request. */
export interface Message {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Thrown if no complete response arrived: the connection was refused or broke, or a timeout passed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** Whether the request may have reached the node: with a refused connection it did not. */
  readonly wasSent: boolean

  constructor(message: string, wasSent: boolean) {
    super(message)
    this.wasSent = wasSent
  }
}

const longest = 15_000
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends a request to one node over kept connections. @throws NoAnswer */
export function send(
  node: Pick<ServerNode, 'port' | 'host'>,
  { method = 'GET', path, headers, body }: Message,
): Promise<Answer> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new NoAnswer(error.message, !/ECONNREFUSED/.test(error.message)))
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: node.port,
        method,
        path,
        agent,
        headers: { host: node.host, ...headers },
        timeout: longest,
        // A response may repeat what was asked: a long state, in the Location of a redirect.
        maxHeaderSize: 65_536,
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part) => {
          text += part
        })
        response.on('error', fail)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            took: performance.now() - began,
          }),
        )
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${longest / 1000} s`)))
    outgoing.on('error', fail)
    outgoing.end(body)
  })
}

/** Reads the JSON object in a response; empty if the body is not one. */
export function json(answer: Answer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer.text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
