import { connect, type Socket } from 'node:net'
import { type Response, ResponseParser } from './response-parser.ts'

/** A keep-alive connection that carries one request at a time. */
export class Connection {
  readonly #host: string
  readonly #port: number
  #socket: Socket | undefined
  #waiting: { resolve: (response: Response) => void; reject: (error: Error) => void } | undefined

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  /** Sends a complete request as text and returns its response; rejects if the connection breaks. */
  send(request: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket ??= this.#open()
      this.#socket.write(request, 'latin1')
    })
  }

  /** Closes the connection. */
  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
    socket.setEncoding('latin1')
    const parser = new ResponseParser((response) => {
      const waiting = this.#waiting
      this.#waiting = undefined
      // A server that closes the connection after this response will not read the next request.
      if (/\r\nconnection:[ \t]*close/i.test(response.head)) this.close()
      waiting?.resolve(response)
    })
    socket.on('data', (text: string) => {
      try {
        parser.push(text)
      } catch (error) {
        this.#fail(socket, error instanceof Error ? error : new Error(String(error)))
      }
    })
    socket.on('error', (error) => this.#fail(socket, error))
    socket.on('close', () => this.#fail(socket, new Error('the server closed the connection')))
    return socket
  }

  #fail(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return
    this.close()
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.reject(error)
  }
}
