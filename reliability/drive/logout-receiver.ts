import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHeld, type Held } from './held.ts'

/** A client's endpoint for logout tokens (OIDC Back-Channel Logout §2.5), which takes a moment to respond. */
export interface LogoutReceiver extends Pick<Held, 'hold'> {
  readonly uri: string
  /** Requests that have no response yet. */
  readonly open: number
  /** Requests whose sender was gone before the response. */
  readonly cut: number
  /** The logout tokens of requests that got their response, so that the sender may forget them. */
  readonly tokens: readonly string[]
  close(): void
}

/** Starts a receiver that responds after `delay` milliseconds. */
export async function startLogoutReceiver(delay: number): Promise<LogoutReceiver> {
  const tokens: string[] = []
  const held = createHeld()
  let [open, cut] = [0, 0]
  const server = createServer(async (request, response) => {
    open++
    try {
      let body = ''
      for await (const part of request) body += part
      await held.released
      await sleep(delay)
      if (response.destroyed) {
        cut++
        return
      }
      tokens.push(new URLSearchParams(body).get('logout_token') ?? '')
      response.writeHead(200).end()
    } catch {
      cut++
    } finally {
      open--
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    uri: `http://127.0.0.1:${address.port}/logout`,
    get open() {
      return open
    },
    get cut() {
      return cut
    },
    tokens,
    hold: held.hold,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
