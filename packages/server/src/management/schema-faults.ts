import { explainIssue } from '../config/config-error.ts'
import type { Fault } from './management-error.ts'

type Issue = Parameters<typeof explainIssue>[0]

/** Turns what a schema found into faults of an entry. */
export function schemaFaults(issues: readonly Issue[], where: string): readonly Fault[] {
  return issues.flatMap((issue) =>
    explainIssue(issue).map(({ option, sentence }) => ({ where, option: [option], what: `${option} ${sentence}` })),
  )
}
