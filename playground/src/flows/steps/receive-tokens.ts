import { verifyIdToken } from '../../tokens/verify-id-token.ts'
import type { Answer, RefusedByClient } from '../../wire/exchange.ts'
import { readJson } from '../../wire/send.ts'
import type { Run, Tools, Values } from '../flow.ts'

/** Reads a token response (RFC 6749 §5.1) and verifies its ID token. Without `scope` the requested one was granted. */
export async function receiveTokens(answer: Answer, run: Run, tools: Tools): Promise<Values | RefusedByClient> {
  if (answer.kind !== 'response' || answer.status >= 400) return {}
  const body = readJson(answer)
  const { access_token, token_type, expires_in, refresh_token, id_token, scope = run.settings.scope } = body ?? {}
  if (typeof access_token !== 'string' || typeof token_type !== 'string') {
    const message = 'The response is not a token response: access_token or token_type is missing (RFC 6749 §5.1).'
    return { kind: 'refused-by-client', code: 'unexpected', message }
  }
  const tokens: Values = {
    access_token,
    token_type,
    ...expiryOf(expires_in, run.now),
    ...texts({ refresh_token, id_token, scope }),
  }
  if (tokens.id_token === undefined) return tokens
  const fault = await verifyIdToken(tokens.id_token, run, tools)
  return fault === undefined ? tokens : { kind: 'refused-by-client', code: 'invalid_id_token', message: fault }
}

/** When a token expires: `expires_at` in milliseconds since 1970. */
export function expiryOf(expiresIn: unknown, now: number): Values {
  const seconds = Number(expiresIn)
  if (expiresIn === undefined || !Number.isFinite(seconds)) return {}
  return { expires_in: String(seconds), expires_at: String(now + seconds * 1000) }
}

function texts(members: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(members).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
