import { percentile } from '../report/statistics.ts'
import { processorSeconds } from '../servers/processor-time.ts'
import type { Outcome, Plan } from './plan.ts'

/** A step of one virtual user. @throws Error with the reason if a response is wrong */
export type Step = () => Promise<void>

/** Repeats every step, one request at a time for each user, and measures after the warm-up. */
export async function load(
  steps: readonly Step[],
  { warmup, duration, pid }: Pick<Plan, 'warmup' | 'duration' | 'pid'>,
): Promise<Omit<Outcome, 'sampled'>> {
  const latencies: number[] = []
  const failures: string[] = []
  let failed = 0
  let done = 0
  let longest = 0
  const begin = performance.now() + warmup * 1000
  const end = begin + duration * 1000

  const user = async (step: Step): Promise<void> => {
    for (;;) {
      const started = performance.now()
      if (started >= end) return
      try {
        await step()
      } catch (error) {
        failed++
        if (failures.length < 5) failures.push(error instanceof Error ? error.message : String(error))
        if (failed > 1000) return
        continue
      }
      done++
      const now = performance.now()
      if (now >= begin) longest = Math.max(longest, now - started)
      // Counted if it ends within the measurement, even if it began before: the same rule for both servers.
      if (now >= begin && now < end) latencies.push(now - started)
    }
  }
  const usage = usageAfter(warmup, pid, () => done)
  await Promise.all(steps.map(user))
  const used = (await usage)()
  if (latencies.length === 0) failures.push('no answer came while the clock ran')
  latencies.sort((a, b) => a - b)
  return {
    rate: latencies.length / duration,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    longest,
    completed: latencies.length,
    // A server that stalls for the whole run has not responded correctly.
    failed: latencies.length === 0 ? Math.max(failed, 1) : failed,
    failures,
    ...used,
  }
}

/** Records processor times after the warm-up; the returned function computes the use since then. */
function usageAfter(
  warmup: number,
  pid: number,
  done: () => number,
): Promise<() => Pick<Outcome, 'serverCost' | 'driverLoad'>> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const before = { server: processorSeconds(pid), driver: process.cpuUsage(), done: done(), at: performance.now() }
      resolve(() => {
        const cost = ((processorSeconds(pid) - before.server) * 1e6) / (done() - before.done)
        const driver = process.cpuUsage(before.driver)
        return {
          serverCost: Number.isFinite(cost) ? cost : null,
          driverLoad: (driver.user + driver.system) / 1000 / (performance.now() - before.at),
        }
      })
    }, warmup * 1000)
  })
}
