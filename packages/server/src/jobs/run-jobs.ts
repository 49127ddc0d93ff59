import type { Job } from './job.ts'

/**
 * Starts jobs; runs of one job never overlap. A failed run is reported, and the job continues. Returns a function that
 * stops them and waits for current runs.
 */
export function runJobs(jobs: readonly Job[], onError: (job: string, error: unknown) => void): () => Promise<void> {
  const timers = jobs.map((job) => start(job, onError))
  return async () => {
    await Promise.all(timers.map((stop) => stop()))
  }
}

function start(
  { name, everyMs, run, settle }: Job,
  onError: (job: string, error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined
  const stopping = new AbortController()
  const timer = setInterval(() => {
    running ??= run(stopping.signal)
      .catch((error) => onError(name, error))
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await running
    await settle?.()
  }
}
