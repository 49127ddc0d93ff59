import { readdirSync } from 'node:fs'
import path from 'node:path'
import { type Rule, Skip } from './rule.ts'
import type { Target } from './target/target.ts'

/** The result of one rule. */
export interface Result {
  readonly claim: string
  readonly clause: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly why: string | undefined
  readonly file: string
}

const folder = path.join(import.meta.dirname, 'rules')

/** Lists the rule files whose path contains one of the words, or all without words. */
export function findRules(only: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && (only.length === 0 || only.some((word) => file.includes(word))))
    .sort()
}

/** Runs the rules one after the other. */
export async function runRules(
  target: Target,
  files: readonly string[],
  onResult: (result: Result) => void = () => {},
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const file of files) {
    const rule = await loadRule(file)
    const result = { claim: rule.claim, clause: rule.clause, file, ...(await tryRule(rule, target)) }
    results.push(result)
    onResult(result)
  }
  return results
}

async function loadRule(file: string): Promise<Rule> {
  const exported = Object.values((await import(path.join(folder, file))) as Readonly<Record<string, unknown>>)
  const rule = exported.find((one): one is Rule => typeof one === 'object' && one !== null && 'claim' in one)
  if (rule === undefined) throw new Error(`rules/${file} exports no rule`)
  return rule
}

async function tryRule({ run }: Rule, target: Target): Promise<Pick<Result, 'outcome' | 'why'>> {
  try {
    await run(target)
    return { outcome: 'passed', why: undefined }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return error instanceof Skip ? { outcome: 'skipped', why } : { outcome: 'failed', why: why.split('\n')[0] }
  }
}

/** Writes results as a table: clause, claim, outcome and why. */
export function toTable(results: readonly Result[]): string {
  const marks = { passed: '✔', failed: '✖', skipped: '–' }
  const width = Math.max(0, ...results.map(({ clause }) => clause.length))
  const lines = results.map(({ clause, claim, outcome, why }) => {
    const reason = why === undefined ? '' : `: ${outcome}, ${why}`
    return `${marks[outcome]} ${clause.padEnd(width)}  ${claim}${reason}`
  })
  const count = (outcome: Result['outcome']) => results.filter((one) => one.outcome === outcome).length
  return [...lines, '', `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`].join('\n')
}
