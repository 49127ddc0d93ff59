import { verifyJwt } from '../../tokens/verify.ts'
import { verifyIdToken } from '../../tokens/verify-id-token.ts'
import type { Answer, Field, RefusedByClient } from '../../wire/exchange.ts'
import type { Run, Tools, Values } from '../flow.ts'
import { expiryOf } from './receive-tokens.ts'

/** What the client keeps of an authorization response. */
const kept = ['code', 'access_token', 'token_type', 'expires_in', 'scope', 'id_token', 'session_state', 'error']

/** Whether a client refused what it received. */
export function isRefusal(received: Values | RefusedByClient): received is RefusedByClient {
  return received.kind === 'refused-by-client' && 'code' in received && 'message' in received
}

/**
 * Checks an authorization response as a client must, before it uses anything of it: `state` (RFC 6749 §10.12), `iss`
 * (RFC 9207 §2.4), the signature of one that is a JWT (JARM §2.4), and an ID token with the hash of the code (OIDC Core §3.3.2.11).
 */
export async function receiveCallback(answer: Answer, run: Run, tools: Tools): Promise<Values | RefusedByClient> {
  if (answer.kind !== 'callback') return {}
  const repeated = answer.parameters.find(([name], at, all) => all.findIndex(([other]) => other === name) !== at)
  if (repeated !== undefined) return refuse('unexpected', `${repeated[0]} occurs more than once (RFC 6749 §3.1).`)
  const opened = await openResponse(answer.parameters, run, tools)
  if (isRefusal(opened)) return opened
  const { state, iss } = opened
  if (state === undefined) return refuse('missing_state', 'The response has no state: anyone could have sent it.')
  if (state !== run.values.state) {
    return refuse('wrong_state', 'state does not match this run: the response belongs to another request.')
  }
  const { issuer, authorization_response_iss_parameter_supported: sendsIssuer } = run.settings.metadata
  if (iss === undefined && sendsIssuer === true) {
    return refuse('missing_issuer', `iss is missing, although ${issuer} always sends it.`)
  }
  if (iss !== undefined && iss !== issuer) {
    return refuse('wrong_issuer', `iss is ${iss}, but the request was sent to ${issuer}.`)
  }
  if (opened.id_token !== undefined) {
    const fault = await verifyIdToken(opened.id_token, run, tools, { code: opened.code, token: opened.access_token })
    if (fault !== undefined) return refuse('invalid_id_token', fault)
  }
  const values = Object.fromEntries(kept.flatMap((name) => (opened[name] === undefined ? [] : [[name, opened[name]]])))
  return { ...values, ...expiryOf(opened.expires_in, run.now) }
}

/** Returns the parameters of a response, out of its JWT if it is one (JARM §2.1). */
async function openResponse(parameters: readonly Field[], { settings, now }: Run, { loadKeys }: Tools) {
  const plain: Values = Object.fromEntries(parameters)
  const { response } = plain
  if (response === undefined) return plain
  try {
    const { issuer } = settings.metadata
    const verified = await verifyJwt(response, await loadKeys(), { issuer, audience: settings.client.clientId, now })
    if (verified.outcome === 'refused') return refuse('invalid_response', `The signed response: ${verified.reason}`)
    return toTexts(verified.claims)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refuse('invalid_response', `The signed response cannot be verified: ${reason}`)
  }
}

function toTexts(claims: Readonly<Record<string, unknown>>): Values {
  const texts = Object.entries(claims).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : typeof value === 'number' ? [[name, String(value)]] : [],
  )
  return Object.fromEntries(texts)
}

function refuse(code: string, message: string): RefusedByClient {
  return { kind: 'refused-by-client', code, message }
}
