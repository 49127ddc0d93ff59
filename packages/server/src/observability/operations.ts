import type { Config } from '../config/read-config.ts'
import type { Route } from '../oauth/router.ts'
import { sqliteFile } from '../storage/open-database.ts'
import type { Metrics } from './metrics.ts'
import type { MetricText, writeMetrics } from './metrics-page.ts'
import { operationRoutes } from './probes.ts'
import { createReadiness, type HealthOptions } from './readiness.ts'

export interface OperationsOptions extends Omit<HealthOptions, 'file'> {
  readonly config: Config
  readonly metrics: Metrics
  /** Values read on demand. */
  readonly readGauges: () => Parameters<typeof writeMetrics>[1]
  /** Reads the metrics of all processes at this address; by default this is the only one. */
  readonly gatherMetrics?: (() => Promise<readonly (readonly MetricText[])[]>) | undefined
}

/** The requests of operators and their tools to a server. */
export interface Operations {
  readonly routes: readonly Route[]
  /** Reads this process's metrics. */
  readMetrics(labels?: Readonly<Record<string, string | number>>): Promise<readonly MetricText[]>
}

export function createOperations(options: OperationsOptions): Operations {
  const { config, metrics, readGauges, gatherMetrics, ...health } = options
  async function readMetrics(labels?: Readonly<Record<string, string | number>>): Promise<readonly MetricText[]> {
    const { writeMetrics } = await import('./metrics-page.ts')
    return writeMetrics(metrics.read(), readGauges(), labels)
  }
  const routes = operationRoutes({
    readiness: createReadiness({ ...health, file: sqliteFile(config.database) }),
    async metricsPage() {
      const { joinMetrics } = await import('./metrics-page.ts')
      return joinMetrics((await gatherMetrics?.()) ?? [await readMetrics()])
    },
    metricsToken: config.metrics.token,
    isLoopback: config.isLoopback,
  })
  return { routes, readMetrics }
}
