import type { Config } from '../config/read-config.ts'
import { readTls } from '../config/read-tls.ts'
import { createHostCheck } from '../http/check-head.ts'
import { type Listener, type ListenerOptions, listen } from '../http/listener.ts'
import type { Log } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'

/** The listeners of a server; there are none before `listen`. */
export interface Listeners {
  listen(serving: Pick<ListenerOptions, 'handle' | 'onError' | 'onLost' | 'headers'>): Promise<Listener>
  /** The open connections on all of them. */
  connections(): number
  close(): Promise<void>
}

export function createListeners(config: Config, log: Log, metrics: Pick<Metrics, 'connectionClosed'>): Listeners {
  const listeners: Listener[] = []
  const { host, furtherHosts, port, allowedHosts, ...bounds } = config.listen
  return {
    async listen(serving) {
      const place = { hosts: [host, ...furtherHosts], port, note: log.warning }
      const listener = await listen(place, {
        ...serving,
        ...bounds,
        tls: config.tls && readTls(config.tls),
        isHost: config.isLoopback ? createHostCheck(allowedHosts) : undefined,
        // On localhost, the server also gets the cookies of other development servers.
        maxHeaderSize: config.isLoopback ? 32_768 : 16_384,
        onClosed(reason) {
          metrics.connectionClosed(reason)
          log.connectionClosed(reason)
        },
      })
      listeners.push(listener)
      return listener
    },
    connections: () => listeners.reduce((sum, listener) => sum + listener.connections(), 0),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}
