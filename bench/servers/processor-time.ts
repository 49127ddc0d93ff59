import { readdirSync, readFileSync } from 'node:fs'

/**
 * Returns the seconds for which the threads of a process have run on a core, in user and kernel mode; NaN where the
 * system does not report it (other systems than Linux).
 */
export function processorSeconds(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.reduce((sum, thread) => sum + threadSeconds(pid, thread), 0)
  } catch {
    return Number.NaN
  }
}

function threadSeconds(pid: number, thread: string): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
  return Number(nanoseconds) / 1e9
}
