import { isIP } from 'node:net'
import { isIntranetAddress, isPublicAddress } from './addresses.ts'
import type { Resolve } from './resolve.ts'
import { isLocalName, type Target } from './target.ts'

export type FoundAddresses =
  | { readonly outcome: 'found'; readonly addresses: readonly string[] }
  | { readonly outcome: 'failed'; readonly why: 'unreachable'; readonly detail: string }

/**
 * Finds the addresses of a host, all of which may be connected to. One forbidden address among them refuses the host: it
 * is a name of something inside, or made to look like one.
 */
export async function findAddresses(target: Target, resolve: Resolve, signal: AbortSignal): Promise<FoundAddresses> {
  const { host, isAllowed } = target
  const failed = (detail: string) => ({ outcome: 'failed', why: 'unreachable', detail }) as const
  if (isLocalName(host) && !isAllowed) return failed('the name leads to this machine')
  let addresses: readonly string[]
  try {
    addresses = isIP(host) === 0 ? await orAbort(resolve(host, signal), signal) : [host]
  } catch (error) {
    return failed(`the name was not resolved: ${codeOf(error)}`)
  }
  if (addresses.length === 0) return failed('the name has no address')
  const isPermitted = isAllowed ? isIntranetAddress : isPublicAddress
  const forbidden = addresses.find((address) => !isPermitted(address))
  if (forbidden === undefined) return { outcome: 'found', addresses }
  return failed(`the address ${forbidden} ${isAllowed ? 'is never requested' : 'is not public'}`)
}

/** A lookup by the operating system cannot be canceled, only left alone. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the time limit passed'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
