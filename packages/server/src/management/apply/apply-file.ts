import { type ApplyOptions, apply } from './apply.ts'
import { type Plan, type PlanOptions, plan } from './plan.ts'
import type { Warning } from './warning.ts'
import { findWarnings } from './warnings.ts'

export interface ApplyFileOptions extends PlanOptions, ApplyOptions {
  /** Whether the changes are only listed. */
  readonly dryRun?: boolean | undefined
}

export interface AppliedFile extends Plan {
  /** Probable mistakes in the file. */
  readonly warnings: readonly Warning[]
}

/**
 * Changes the database to match the entries of a file: all of them or none. Applying a file again changes nothing.
 * @throws ManagementError with a fault for each thing that is wrong in the file
 */
export async function applyFile(file: Parameters<typeof plan>[0], options: ApplyFileOptions): Promise<AppliedFile> {
  const planned = await plan(file, options)
  if (!options.dryRun) await apply(planned.changes, options)
  return { ...planned, warnings: await findWarnings(file, options) }
}
