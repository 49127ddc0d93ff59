import { isIP } from 'node:net'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Tells whether an app at `own` may answer a request for this Host. A web site can let a name of its own lead to this
 * computer (DNS rebinding), so an app on localhost answers to no name with a dot but those below `.localhost`.
 */
export function isOwnHost(host: string | undefined, own: string): boolean {
  if (host === undefined || !loopback.has(new URL(own).hostname)) return true
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
  return !name.includes('.') || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
}
