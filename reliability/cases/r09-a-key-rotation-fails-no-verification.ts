import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { type Answer, json } from '../drive/http.ts'
import { findWrongClaim } from '../drive/id-tokens.ts'
import { describe, machineToken, refresh, type Tokens, tokensOf } from '../drive/oauth.ts'
import { createRelyingParty } from '../drive/relying-party.ts'
import { beginLines } from '../drive/token-families.ts'
import { createClock, missingClock, openFolder } from '../environment/clock.ts'
import { valetkey } from '../environment/command.ts'
import type { Deployment } from '../environment/deployment.ts'
import { people } from '../environment/setup.ts'

/** How far the clock moves at a time, and how long everyone works between two moves. */
const step = { seconds: 60, milliseconds: 100 }

/** Callers that work at once. */
const lanes = 3

/** Seconds; the default. */
const idTokenLifetime = 3600

/** From one rotation to the next: published, in use, and the old key gone with its last token. */
const period = 300 + 3600 + 120

/** Signing keys are rotated while access tokens and ID tokens are issued, on a clock that is moved by hours in seconds. */
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
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const families = await beginLines(deployment, await signIn(deployment.node(0), person), lanes)
    const work = startVerifying(deployment, families, () => Date.now() + clock.ahead * 1000)
    for (let rotation = 0; rotation < rotations; rotation++) {
      await valetkey(['signing-keys', 'rotate', '--config', deployment.config], clock.env)
      await sleep(1000)
      for (const end = clock.ahead + (isLong ? period : 1020); clock.ahead < end; ) {
        clock.set(clock.ahead + step.seconds)
        await sleep(step.milliseconds)
      }
    }
    const { verified, idTokens, faults, fetches, kids } = await work.stop()
    for (const [kind, { size }] of Object.entries(kids)) {
      if (size <= rotations) faults.push(`only ${size} keys signed ${kind} in ${rotations} rotations`)
    }
    return {
      figures: {
        rotations,
        'keys that signed': kids.accessTokens.size,
        'keys that signed ID tokens': kids.idTokens.size,
        verified,
        'of them ID tokens': idTokens,
        'key sets fetched': fetches,
        failed: faults.length,
      },
      faults,
    }
  },
}

/** Three relying parties verify each token three times: fresh, and when it is older. */
function startVerifying(deployment: Deployment, families: readonly Tokens[], clock: () => number) {
  const parties = [0, 1, 2].map(() => createRelyingParty(clock))
  const faults: string[] = []
  const kids = { accessTokens: new Set<string>(), idTokens: new Set<string>() }
  const held: { readonly token: string; readonly expiresAt: number }[] = []
  let [verified, idTokens] = [0, 0]
  let isStopped = false

  async function check(token: string): Promise<void> {
    for (const [index, party] of parties.entries()) {
      const fault = await party.check(deployment.node(index), token)
      verified++
      if (fault !== undefined) faults.push(fault)
    }
  }

  /** Verifies a token now, and keeps it for later. */
  async function take(token: string, lasts: number, seen: Set<string>): Promise<void> {
    seen.add(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid)
    await check(token)
    held.push({ token, expiresAt: clock() + (lasts - 2 * step.seconds) * 1000 })
  }

  /** Refreshes at one node, because the others may not have seen the clock move yet; returns the next refresh token. */
  async function refreshAt(node: number, refreshToken: string): Promise<string> {
    const answer = await refresh(deployment.node(node), refreshToken)
    const { id_token: token } = json(answer)
    const next = tokensOf(answer)?.refreshToken
    const fault = typeof token === 'string' ? wrongClaim(answer) : `no ID token: ${describe(answer)}`
    if (fault !== undefined) faults.push(fault)
    if (typeof token === 'string') {
      idTokens += parties.length
      await take(token, idTokenLifetime, kids.idTokens)
    }
    return next ?? refreshToken
  }

  const wrongClaim = (answer: Answer) => findWrongClaim(answer, { issuer: deployment.issuer, nonce: undefined })

  async function work(lane: number): Promise<void> {
    let refreshToken = families[lane]?.refreshToken ?? ''
    for (let round = lane; !isStopped; round++) {
      const answer = await machineToken(deployment.node(round), 'jwt')
      const { access_token: token, expires_in: lasts } = json(answer)
      if (typeof token !== 'string') {
        faults.push(describe(answer))
        continue
      }
      await take(token, Number(lasts), kids.accessTokens)
      refreshToken = await refreshAt(lane, refreshToken)
      const old = held[Math.floor(Math.random() * held.length)]
      if (old !== undefined && clock() < old.expiresAt) await check(old.token)
      while (held[0] !== undefined && held[0].expiresAt < clock()) held.shift()
      await sleep(5)
    }
  }
  const workers = Array.from({ length: lanes }, (_, lane) => work(lane))
  // Reported in `stop`; an unhandled failure before it would hide why the case failed.
  for (const worker of workers) worker.catch(() => undefined)
  return {
    async stop() {
      isStopped = true
      await Promise.all(workers)
      return { verified, idTokens, faults, kids, fetches: parties.reduce((sum, party) => sum + party.fetches, 0) }
    },
  }
}
