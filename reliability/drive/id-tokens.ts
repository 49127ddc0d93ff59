import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Deployment } from '../environment/deployment.ts'
import { clients } from '../environment/setup.ts'
import { type Answer, json, NoAnswer } from './http.ts'
import { describe } from './oauth.ts'
import { createRelyingParty } from './relying-party.ts'

/** How long the key set may be unavailable, in milliseconds: as long as a killed node needs to start again. */
const mostWait = 20_000

/**
 * Creates the check of a regular client. It verifies the ID token of a token response, with the nonce of the request
 * unless the token came by a refresh, and returns what is wrong. The key set comes from any node, whichever signed.
 */
export function createIdTokenCheck(
  deployment: Deployment,
): (answer: Answer, nonce?: string) => Promise<string | undefined> {
  const party = createRelyingParty(Date.now)
  async function verify(token: string): Promise<string | undefined> {
    for (let attempt = 0, end = performance.now() + mostWait; ; attempt++) {
      try {
        return await party.check(deployment.node(attempt), token)
      } catch (error) {
        if (!(error instanceof NoAnswer) || performance.now() > end) throw error
        await sleep(20)
      }
    }
  }
  return async (answer, nonce) => {
    const { id_token: token } = json(answer)
    if (typeof token !== 'string') return `no ID token: ${describe(answer)}`
    const fault = (await verify(token)) ?? findWrongClaim(answer, { issuer: deployment.issuer, nonce })
    return fault === undefined ? undefined : `an ID token: ${fault}`
  }
}

/** Checks the claims of a response's ID token (OIDC Core §3.1.3.7, §12.2); returns what is wrong. */
export function findWrongClaim(
  answer: Answer,
  expected: { readonly issuer: string; readonly nonce: string | undefined },
): string | undefined {
  const { id_token: token, access_token: accessToken } = json(answer)
  const claims = claimsOf(String(token))
  const digest = createHash('sha256').update(String(accessToken)).digest()
  const right = {
    iss: expected.issuer,
    aud: clients.web.id,
    nonce: expected.nonce,
    at_hash: digest.subarray(0, digest.length / 2).toString('base64url'),
  }
  for (const [name, value] of Object.entries(right)) {
    if (claims[name] !== value) return `${name} is ${claims[name]}, not ${value}`
  }
  return typeof claims.sub === 'string' ? undefined : 'it has no sub'
}

/** Reads the claims of a JWT without verifying it. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
