import { createHash, randomBytes } from 'node:crypto'
import type { Plan } from '../drive/plan.ts'
import { get } from '../drive/requests.ts'
import { headerField, type Response } from '../drive/response-parser.ts'
import { redeem } from './code-flow.ts'
import type { Scenario, User } from './scenario.ts'

/** A browser with an active session and consent requests a code: one redirect, no page. */
export const authorize: Scenario = {
  name: 'authorize',
  needsOpenid: false,
  async prepare(user, samples) {
    const next = authorizations(user.plan, user.plan.scope)
    let last: { code: string; verifier: string } | undefined
    // The user's last code is recent when the measurement ends, so redeeming it must succeed.
    samples.push(async () => {
      if (last !== undefined) await redeem(user, last.code, last.verifier)
    })
    return async () => {
      last = await requestCode(user, next())
    }
  },
}

/** The same with `openid` and `prompt=none`, as an app asks in the background whether its user is still logged in (OIDC Core §3.1.2.1). */
export const promptNone: Scenario = {
  name: 'prompt-none',
  needsOpenid: true,
  async prepare(user, samples) {
    const { scope, resources } = user.plan
    const next = authorizations(user.plan, `openid ${scope}`, { resource: resources.opaque, prompt: 'none' })
    let last: { code: string; verifier: string } | undefined
    samples.push(async () => {
      if (last !== undefined) await redeem(user, last.code, last.verifier)
    })
    return async () => {
      last = await requestCode(user, next())
    }
  },
}

/** A prepared authorization request, and the values to check and redeem its response with. */
export interface Prepared {
  readonly path: string
  readonly state: string
  readonly verifier: string
}

/** Returns a function that returns the prepared requests in turn; their PKCE pairs and states are created beforehand. */
export function authorizations(
  plan: Plan,
  scope: string,
  more: Readonly<Record<string, string>> = { resource: plan.resources.opaque },
  count = 64,
): () => Prepared {
  const prepared = Array.from({ length: count }, (): Prepared => {
    const verifier = randomBytes(32).toString('base64url')
    const state = randomBytes(12).toString('base64url')
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: plan.web.id,
      redirect_uri: plan.web.redirectUri,
      scope,
      ...more,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    return { path: `${plan.paths.authorize}?${query}`, state, verifier }
  })
  let at = 0
  return () => {
    const one = prepared[at++ % count]
    if (one === undefined) throw new Error('no authorization request was prepared')
    return one
  }
}

/** Requests a code and returns it. @throws Error if the redirect is not the expected one */
export async function requestCode(user: User, request: Prepared): Promise<{ code: string; verifier: string }> {
  const response = await user.connection.send(get(user.plan, request.path, user.cookie))
  return { code: readCode(response, user.plan.web.redirectUri, request.state), verifier: request.verifier }
}

function readCode(response: Response, redirectUri: string, state: string): string {
  const location = headerField(response.head, 'location') ?? ''
  if ((response.status !== 302 && response.status !== 303) || !location.startsWith(`${redirectUri}?`)) {
    throw new Error(`status ${response.status}, location "${location}": ${response.body.slice(0, 200)}`)
  }
  const parameters = new URLSearchParams(location.slice(redirectUri.length + 1))
  const code = parameters.get('code')
  if (code === null || code.length < 22) throw new Error(`no code in ${location}`)
  if (parameters.get('state') !== state) throw new Error(`another state in ${location}`)
  return code
}
