import { pino } from 'pino'

/** Bytes that wait for the reader of standard error; further lines are dropped. */
const mostWaiting = 4 * 1024 * 1024

/** Without progress for this long, the reader counts as stalled. */
const stalledAfterMs = 1_000

/** Where the lines of the log go. */
export interface LogTarget {
  write(line: string): void
}

/**
 * Writes lines to a file descriptor off this thread: a reader that stops reading, such as a collector of logs whose disk is
 * full, delays no request. `onDropped` gets the number of lines that were dropped, once the reader reads again. The process writes
 * the lines that wait before it ends, unless the reader stalls.
 */
export function createLogTarget(fd: number, onDropped: (count: number) => void): LogTarget {
  const stream = pino.destination({ fd, sync: false, maxLength: mostWaiting })
  let [dropped, waitsSince] = [0, Number.POSITIVE_INFINITY]
  stream.on('drop', () => dropped++)
  stream.on('write', () => {
    waitsSince = performance.now()
  })
  stream.on('drain', () => {
    waitsSince = Number.POSITIVE_INFINITY
    const count = dropped
    dropped = 0
    if (count > 0) onDropped(count)
  })
  // Before pino's own listener, which writes what waits however long that takes.
  process.prependOnceListener('exit', () => {
    if (performance.now() - waitsSince > stalledAfterMs) stream.destroy()
  })
  return {
    write(line) {
      waitsSince = Math.min(waitsSince, performance.now())
      stream.write(line)
    },
  }
}
