import type { IncomingMessage } from 'node:http'

/** The largest accepted body, in bytes. */
export const largestBody = 64 * 1024

/**
 * A refused body is read and discarded up to this size, in bytes: a caller that is cut off while sending misses the
 * response.
 */
const largestDrained = 16 * 1024 * 1024

/** The maximum number of pieces of a body: each costs as much as a kilobyte, however short it is. */
const mostPieces = 2_048

/** A body is larger than any endpoint accepts: 413 (RFC 9110 §15.5.14). */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** The caller disconnected before its body was complete: nobody reads the response, and nothing is wrong here. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

/**
 * Limits the memory of all bodies together. At the limit, the body that has been arriving for the longest time is
 * dropped: an honest one is complete within milliseconds, so a flood of slow bodies displaces itself.
 */
export class BodyBudget {
  readonly #most: number
  readonly #giveUp: (body: IncomingMessage) => void
  /** Bytes of each incomplete body, the oldest first. */
  readonly #coming = new Map<IncomingMessage, number>()
  /** Bytes of incomplete bodies, and of complete ones whose requests have no response yet. */
  #held = 0

  constructor(most: number, giveUp: (body: IncomingMessage) => void) {
    this.#most = most
    this.#giveUp = giveUp
  }

  /** Records that a body takes more memory. */
  grow(body: IncomingMessage, bytes: number): void {
    this.#coming.set(body, (this.#coming.get(body) ?? 0) + bytes)
    this.#held += bytes
    while (this.#held > this.#most) {
      const [longest] = this.#coming.keys()
      if (longest === undefined) return
      this.giveUp(longest)
    }
  }

  /** Drops a body and closes its connection. */
  giveUp(body: IncomingMessage): void {
    this.drop(body)
    this.#giveUp(body)
  }

  /** Records that a body is complete. @returns the bytes to `release` after the response */
  complete(body: IncomingMessage): number {
    const bytes = this.#coming.get(body) ?? 0
    this.#coming.delete(body)
    return bytes
  }

  release(bytes: number): void {
    this.#held -= bytes
  }

  /** Forgets a body that is no longer read. */
  drop(body: IncomingMessage): void {
    this.release(this.complete(body))
  }
}

/**
 * Reads a body as text within the budget.
 * @param onSettled called once, when the body was read or will not be, with the bytes to release after the response
 * @throws BodyTooLarge, CallerGone
 */
export function readBody(
  incoming: IncomingMessage,
  budget: BodyBudget,
  onSettled: (held: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let isSettled = false
    const fail = (error: Error) => {
      if (isSettled) return
      isSettled = true
      onSettled(0)
      reject(error)
    }
    // After an earlier await the close event may already have fired.
    if (incoming.destroyed) return fail(new CallerGone('the client closed the connection'))
    if (Number(incoming.headers['content-length'] ?? 0) > largestBody) {
      drain(incoming)
      return fail(new BodyTooLarge('the request body is larger than 64 KiB'))
    }
    // One growing buffer instead of a list of chunks: a body that arrives byte by byte would cost hundreds of bytes for
    // each.
    let buffer: Buffer | undefined
    let size = 0
    let pieces = 0
    incoming.on('data', (chunk: Buffer) => {
      const start = size
      size += chunk.length
      if (++pieces > mostPieces && size <= largestBody) return budget.giveUp(incoming)
      if (size > largestBody) {
        if (buffer !== undefined) budget.drop(incoming)
        buffer = undefined
        if (size > largestDrained) incoming.destroy()
        return fail(new BodyTooLarge('the request body is larger than 64 KiB'))
      }
      if (buffer === undefined) {
        buffer = chunk
        budget.grow(incoming, chunk.length)
        return
      }
      if (size > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(largestBody, Math.max(size, 2 * buffer.length, 1024)))
        buffer.copy(larger, 0, 0, start)
        budget.grow(incoming, larger.length - buffer.length)
        buffer = larger
      }
      chunk.copy(buffer, start)
    })
    incoming.on('end', () => {
      if (isSettled) return
      isSettled = true
      onSettled(budget.complete(incoming))
      resolve(buffer?.toString('utf8', 0, size) ?? '')
    })
    incoming.on('error', (cause) => {
      budget.drop(incoming)
      fail(new CallerGone('the client closed the connection', { cause }))
    })
    incoming.on('close', () => {
      if (isSettled) return
      budget.drop(incoming)
      fail(new CallerGone('the client closed the connection'))
    })
  })
}

/** Discards a body as it arrives, and disconnects a sender that exceeds even the larger limit. */
function drain(incoming: IncomingMessage): void {
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > largestDrained) incoming.destroy()
  })
}
