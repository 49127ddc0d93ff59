/** Something that is done again and again in the background. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Does it once; what takes long ends early when it is told to stop. */
  readonly run: (stop: AbortSignal) => Promise<void>
}

/** Starts jobs, each never beside itself; a failed run is told and the next one comes all the same. Answers how to stop them. */
export function startJobs(jobs: readonly Job[], onError: (job: string, error: unknown) => void): () => Promise<void> {
  const timers = jobs.map((job) => start(job, onError))
  return async () => {
    await Promise.all(timers.map((stop) => stop()))
  }
}

function start({ name, everyMs, run }: Job, onError: (job: string, error: unknown) => void): () => Promise<void> {
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
  }
}
