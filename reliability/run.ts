import { cases } from './cases/index.ts'
import { createDeployments } from './environment/deployment.ts'
import { readOptions, usage } from './options.ts'
import { type Result, reasonToSkip, runCase } from './run-case.ts'

const options = readOptions(
  process.argv.slice(2),
  cases.map((one) => one.id),
)
if (options === 'help') {
  console.log(usage)
  process.exit(0)
}
const { chosen, engines, form, isJson } = options
const deployments = createDeployments()
const results: Result[] = []
for (const one of cases.filter(({ id }) => chosen.includes(id))) {
  for (const engine of one.engines.filter((name) => engines.includes(name))) {
    const reason = reasonToSkip(one, engine)
    if (reason !== undefined) {
      if (!isJson) console.log(`- ${one.id} ${one.claim} (${engine}): skipped, ${reason}`)
      continue
    }
    const result = await runCase(one, engine, form, deployments)
    results.push(result)
    if (!isJson) show(result)
  }
}
deployments.close()
const failed = results.filter(({ faults }) => faults.length > 0).length
if (isJson) console.log(JSON.stringify(results, undefined, 2))
else console.log(`\n${results.length - failed} held, ${failed} did not`)
process.exit(failed === 0 ? 0 : 1)

function show({ id, claim, engine, seconds, figures, faults }: Result): void {
  console.log(`${faults.length === 0 ? '✔' : '✖'} ${id} ${claim} (${engine}, ${seconds} s)`)
  for (const [name, value] of Object.entries(figures)) console.log(`    ${name}: ${value}`)
  for (const fault of faults.slice(0, 10)) console.log(`    ✖ ${fault}`)
  if (faults.length > 10) console.log(`    ✖ and ${faults.length - 10} more`)
}
