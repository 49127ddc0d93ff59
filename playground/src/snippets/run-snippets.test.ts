import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Flow } from '../flows/flow.ts'
import { flows } from '../flows/index.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { createScriptedOwner } from '../testing/scripted-owner.ts'
import type { Answer } from '../wire/exchange.ts'
import { languages } from './index.ts'
import type { Language } from './language.ts'
import { type Program, toProgram } from './program.ts'
import { type Runner, runners, startProgram } from './runners.testing.ts'

const server = await startPlaygroundServer()

/** Runs a program as a reader does: opens each address that it prints, and pastes the one that the browser arrives at. */
async function runProgram(runner: Runner, { fileName, write }: Language, program: Program) {
  const child = startProgram(runner, fileName, write(program))
  const owner = createScriptedOwner(server.alice)
  const needs = program.requests.filter(({ kind }) => kind.startsWith('authorization')).length
  let output = ''
  let opened = 0
  const read = (chunk: Buffer) => {
    output += chunk
    const addresses = [...output.matchAll(/^(http\S+[?&]response_type=\S+|http\S+response_type=\S+)\s*$/gm)]
    for (const [, address = ''] of addresses.slice(opened)) {
      opened++
      owner(address).then((answer) => {
        child.stdin.write(`${toAddress(answer)}\n`)
        if (opened >= needs) child.stdin.end()
      }, assert.ifError)
    }
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  if (needs === 0) child.stdin.end()
  const status = await new Promise((resolve) => child.on('close', resolve))
  return { status, output, text: write(program) }
}

/** What the address bar shows. The callback page of the playground shows a posted form as a fragment. */
function toAddress(answer: Answer): string {
  assert.ok(answer.kind === 'callback', JSON.stringify(answer))
  if (answer.mode !== 'form_post') return answer.url
  return `${answer.url}#${new URLSearchParams(answer.parameters.map(([name, value]) => [name, value]))}`
}

function programOf(flow: Flow, change: Parameters<typeof server.settings>[1] = {}): Promise<Program> {
  const clientId = flow.clients[0] ?? ''
  return toProgram(
    flow,
    server.settings(clientId, { scope: flow.defaultScope, choices: firstChoices(flow), ...change }),
  )
}

const firstChoices = ({ choices }: Flow) =>
  Object.fromEntries(choices.map(({ name, options: [first] }) => [name, first?.value ?? '']))

for (const runner of runners) {
  const language = languages.find(({ name }) => name === runner.language)
  for (const flow of flows) {
    test(`${flow.name} as ${runner.language} works when pasted`, async (t) => {
      assert.ok(language)
      const obstacle = runner.obstacle()
      if (obstacle !== undefined) return t.skip(obstacle)
      server.renewVoucher()
      const program = await programOf(flow)
      assert.ok(program.requests.length > 0)
      const { status, output, text } = await runProgram(runner, language, program)
      assert.equal(status, 0, `${text}\n${output}`)
      const callsApi = program.requests.some(({ kind }) => kind === 'api')
      if (callsApi) assert.match(output, /"contacts"/, `${text}\n${output}`)
      return undefined
    })
  }
  const modes = runner.language === 'curl' ? ['fragment', 'form_post', 'web_message', 'jwt'] : ['form_post', 'jwt']
  for (const mode of modes) {
    test(`the code flow with the response mode ${mode} as ${runner.language} works when pasted`, async (t) => {
      const flow = flows.find(({ name }) => name === 'authorization-code')
      assert.ok(language && flow)
      const obstacle = runner.obstacle()
      if (obstacle !== undefined) return t.skip(obstacle)
      const choices = { ...firstChoices(flow), response_mode: mode }
      const { status, output, text } = await runProgram(runner, language, await programOf(flow, { choices }))
      assert.equal(status, 0, `${text}\n${output}`)
      assert.match(output, /"contacts"/, `${text}\n${output}`)
      return undefined
    })
  }
}
