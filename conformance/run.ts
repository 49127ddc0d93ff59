import { findRules, runRules, toTable } from './run-rules.ts'
import { readSettings, usage } from './target/settings.ts'
import { createTarget } from './target/target.ts'

/** Runs the rules that the command line selects; returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage)
    return 0
  }
  try {
    const { json, ...settings } = readSettings(args)
    const results = await runRules(await createTarget(settings), findRules(settings.only))
    console.log(json ? JSON.stringify(results, undefined, 2) : toTable(results))
    return results.some(({ outcome }) => outcome === 'failed') || results.length === 0 ? 1 : 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    console.error(`\n${usage}`)
    return 2
  }
}

process.exitCode = await main(process.argv.slice(2))
