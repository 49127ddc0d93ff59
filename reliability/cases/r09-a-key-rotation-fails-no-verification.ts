import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { json } from '../drive/http.ts'
import { describe, machineToken } from '../drive/oauth.ts'
import { createRelyingParty } from '../drive/relying-party.ts'
import { createClock, missingClock, openFolder } from '../environment/clock.ts'
import { valetkey } from '../environment/command.ts'
import type { Deployment } from '../environment/deployment.ts'

/** How far the clock moves at a time, and how long everyone works between two moves. */
const step = { seconds: 60, milliseconds: 100 }

/** From one rotation to the next: published, in use, and the old key gone with its last token. */
const period = 300 + 3600 + 120

/** Signing keys are rotated while tokens are issued, on a clock that is moved by hours in seconds. */
export const aKeyRotationFailsNoVerification: Case = {
  id: 'R9',
  claim: 'relying parties that cache the key set by its max-age verify every token through key rotations',
  engines: bothEngines,
  missing: missingClock,
  async run({ isLong, start }) {
    const rotations = isLong ? 10 : 1
    // The database too: a command refuses to run if the clock of the database differs.
    const clock = createClock(openFolder(), 'all')
    const deployment = await start({
      env: () => clock.env,
      clusterEnv: clock.env,
      lifetimes: { accessToken: isLong ? 3600 : 600 },
    })
    const work = startVerifying(deployment, () => Date.now() + clock.ahead * 1000)
    for (let rotation = 0; rotation < rotations; rotation++) {
      await valetkey(['signing-keys', 'rotate', '--config', deployment.config], clock.env)
      await sleep(1000)
      for (const end = clock.ahead + (isLong ? period : 1020); clock.ahead < end; ) {
        clock.set(clock.ahead + step.seconds)
        await sleep(step.milliseconds)
      }
    }
    const { verified, faults, fetches, kids } = await work.stop()
    if (kids.size <= rotations) faults.push(`only ${kids.size} keys signed in ${rotations} rotations`)
    return {
      figures: {
        rotations,
        'keys that signed': kids.size,
        verified,
        'key sets fetched': fetches,
        failed: faults.length,
      },
      faults,
    }
  },
}

/** Three relying parties verify each token three times: fresh, and when it is older. */
function startVerifying(deployment: Deployment, clock: () => number) {
  const parties = [0, 1, 2].map(() => createRelyingParty(clock))
  const faults: string[] = []
  const kids = new Set<string>()
  const held: { readonly token: string; readonly expiresAt: number }[] = []
  let verified = 0
  let isStopped = false

  async function check(token: string): Promise<void> {
    for (const [index, party] of parties.entries()) {
      const fault = await party.check(deployment.node(index), token)
      verified++
      if (fault !== undefined) faults.push(fault)
    }
  }

  async function work(lane: number): Promise<void> {
    for (let round = lane; !isStopped; round++) {
      const answer = await machineToken(deployment.node(round), 'jwt')
      const { access_token: token, expires_in: lasts } = json(answer)
      if (typeof token !== 'string') {
        faults.push(describe(answer))
        continue
      }
      kids.add(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid)
      await check(token)
      held.push({ token, expiresAt: clock() + (Number(lasts) - 2 * step.seconds) * 1000 })
      const old = held[Math.floor(Math.random() * held.length)]
      if (old !== undefined && clock() < old.expiresAt) await check(old.token)
      while (held[0] !== undefined && held[0].expiresAt < clock()) held.shift()
      await sleep(5)
    }
  }
  const lanes = [0, 1, 2].map(work)
  // Reported in `stop`; an unhandled failure before it would hide why the case failed.
  for (const lane of lanes) lane.catch(() => undefined)
  return {
    async stop() {
      isStopped = true
      await Promise.all(lanes)
      return { verified, faults, kids, fetches: parties.reduce((sum, party) => sum + party.fetches, 0) }
    },
  }
}
