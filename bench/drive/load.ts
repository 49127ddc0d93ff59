import { percentile } from '../report/statistics.ts'
import { processorSeconds } from '../servers/processor-time.ts'
import type { Outcome, Plan } from './plan.ts'

/** One virtual user: runs one scenario step; throws with the reason if a response is wrong. */
export type Step = () => Promise<void>

/** Runs every step again and again, each user one at a time, and measures after the warm-up. */
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
      // Counted when it ends, wherever it began: the same for both servers.
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

/** Notes processor times after the warm-up; the returned function compares them with those when it is called. */
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
