import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case, CaseRun, Finding } from '../case.ts'
import { authorize, type Browser, signIn } from '../drive/browser.ts'
import { describe, redeem, refresh, revoke, tokensOf } from '../drive/oauth.ts'
import { findUnsynced } from '../drive/system-calls.ts'
import { atExit } from '../environment/at-exit.ts'
import type { Deployment } from '../environment/deployment.ts'
import { people } from '../environment/setup.ts'

/** Watches the system calls of the server: the first byte of a response comes after the sync of the log that holds what it says. */
export const aResponseIsSentAfterTheSync: Case = {
  id: 'R7',
  claim: 'the write-ahead log is synced to disk before the first byte of the response',
  engines: ['sqlite'],
  missing: () => (spawnSync('strace', ['-V']).status === 0 ? undefined : 'there is no strace'),
  async run({ isLong, start }: CaseRun): Promise<Finding> {
    const rounds = isLong ? 500 : 10
    const deployment = await start({ nodes: 1 })
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const trace = join(deployment.folder, 'trace')
    const strace = await attach(deployment.node(0).pid, trace)
    for (let round = 0; round < rounds; round++) await writeThrice(deployment, browser)
    strace.kill('SIGINT')
    await once(strace, 'exit')
    const { answers, unsynced, syncs } = findUnsynced(readFileSync(trace, 'utf8').split('\n'))
    const faults = unsynced.map((line) => `answered before a sync: ${line}`)
    // Each round writes with its code's redemption, refresh and revocation, and with the code itself.
    if (answers < rounds * 4) faults.push(`only ${answers} answers were seen`)
    return { figures: { answers, syncs, 'answered before a sync': unsynced.length }, faults }
  },
}

async function attach(pid: number | undefined, trace: string): Promise<ChildProcess> {
  const calls = 'trace=fdatasync,fsync,read,recvfrom,write,writev,sendto'
  const strace = spawn('strace', ['-f', '-yy', '-s', '16', '-e', calls, '-o', trace, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  strace.once(
    'exit',
    atExit(() => strace.kill()),
  )
  await once(strace.stderr, 'data')
  await sleep(200)
  return strace
}

/** One after another, so that each response has a sync of its own. */
async function writeThrice(deployment: Deployment, browser: Browser): Promise<void> {
  const node = deployment.node(0)
  const first = await redeem(node, await authorize(browser, node))
  const tokens = tokensOf(first)
  if (tokens === undefined) throw new Error(describe(first))
  const second = await refresh(node, tokens.refreshToken)
  if (second.status !== 200) throw new Error(describe(second))
  await revoke(node, tokens.refreshToken)
}
