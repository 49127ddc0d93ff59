/** What a trace of system calls tells about answers and syncs. */
export interface Syncs {
  readonly answers: number
  readonly syncs: number
  /** Responses without a sync of the write-ahead log between the request's last byte and their first. */
  readonly unsynced: readonly string[]
}

/** Reads the lines of `strace -f -yy` of a server that gets one request at a time, each of which writes. */
export function findUnsynced(lines: readonly string[]): Syncs {
  let isSynced = false
  let isAsked = false
  let answers = 0
  let syncs = 0
  const unsynced: string[] = []
  for (const line of lines) {
    // A call that another thread interrupts is logged on two lines; it is complete at the second.
    const isDone = !line.includes('<unfinished')
    if (/(fdatasync|fsync)/.test(line) && isDone && / = 0$/.test(line)) {
      const isLog = line.includes('-wal>') || line.includes('resumed')
      if (isLog) syncs++
      isSynced ||= isLog
    } else if (/\b(read|recvfrom)\(\d+<TCP/.test(line) && /"(GET|POST) /.test(line)) {
      isSynced = false
      isAsked = true
    } else if (/\b(write|writev|sendto)\(\d+<TCP/.test(line) && line.includes('HTTP/1.1') && isAsked) {
      answers++
      if (!isSynced) unsynced.push(line)
      isAsked = false
    }
  }
  return { answers, syncs, unsynced }
}
