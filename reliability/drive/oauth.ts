import type { ServerNode } from '../environment/server-node.ts'
import { calendar, clients, contacts, type PlayedClient } from '../environment/setup.ts'
import { type Answer, json, send } from './http.ts'

/** The tokens of a response. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

/** An authorization code as its client holds it. */
export interface Code {
  readonly code: string
  readonly verifier: string
  /** What the ID token of the code repeats. */
  readonly nonce: string
}

const path = { token: '/token', introspect: '/introspect', revoke: '/revoke' } as const

/** Posts a form as a client. @throws NoAnswer */
export function post(
  node: ServerNode,
  endpoint: keyof typeof path,
  client: PlayedClient,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  return send(node, {
    method: 'POST',
    path: path[endpoint],
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
    },
    body: new URLSearchParams(form).toString(),
  })
}

/** Redeems a code. @throws NoAnswer */
export function redeem(node: ServerNode, { code, verifier }: Pick<Code, 'code' | 'verifier'>): Promise<Answer> {
  const redirect_uri = clients.web.redirectUri
  return post(node, 'token', clients.web, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri,
  })
}

/** Refreshes. @throws NoAnswer */
export function refresh(node: ServerNode, refreshToken: string): Promise<Answer> {
  return post(node, 'token', clients.web, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Revokes a token. @throws NoAnswer */
export function revoke(node: ServerNode, token: string): Promise<Answer> {
  return post(node, 'revoke', clients.web, { token })
}

/** Requests a client-credentials token: opaque and stored, or a JWT, which is not stored. @throws NoAnswer */
export function machineToken(node: ServerNode, format: 'opaque' | 'jwt'): Promise<Answer> {
  const resource = format === 'opaque' ? contacts : calendar
  return post(node, 'token', clients.machine, { grant_type: 'client_credentials', resource })
}

/** Introspects a token as the API. @throws NoAnswer */
export function introspect(node: ServerNode, token: string): Promise<Answer> {
  return post(node, 'introspect', clients.api, { token })
}

/** Introspects a token as the API; returns whether it is active. @throws NoAnswer, Error if the status is not 200 */
export async function isActive(node: ServerNode, token: string): Promise<boolean> {
  const answer = await introspect(node, token)
  if (answer.status !== 200) throw new Error(`introspection answered ${describe(answer)}`)
  return json(answer).active === true
}

/** Reads the tokens of a response; undefined unless both are there. */
export function tokensOf(answer: Answer): Tokens | undefined {
  const { access_token: accessToken, refresh_token: refreshToken } = json(answer)
  if (answer.status !== 200 || typeof accessToken !== 'string' || typeof refreshToken !== 'string') return undefined
  return { accessToken, refreshToken }
}

/** Describes a response in a few words, for a fault. */
export function describe(answer: Answer): string {
  return `${answer.status} ${answer.text.slice(0, 400)}`
}
