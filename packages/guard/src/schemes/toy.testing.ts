import { createHash } from 'node:crypto'
import { OAuthError } from '@valetkey/protocol'
import { credentialsOf, tokenIn } from './authorization.ts'
import type { Scheme } from './scheme.ts'

/** What the client of the toy scheme sends as `toy-proof`: it shows that client and API mean the same method, URL and token. */
export function toyProof(key: string, method: string, url: string, token: string): string {
  return createHash('sha256').update([key, method, url, token].join('\n')).digest('base64url')
}

/** A scheme as somebody else would write it: tokens bound to `cnf.toy`, a proof in a header, and a nonce with each response. */
export const toy: Scheme = {
  name: 'Toy',
  tokenType: 'Toy',
  usage: 'Authorization: Toy TOKEN with a toy-proof',
  confirms: ['toy'],
  metadata: { toy_required: true },
  recognizes: (request) => credentialsOf(request, 'Toy') !== undefined || request.headers.get('toy-token') !== null,
  extract(request) {
    const token = request.headers.get('toy-token') ?? tokenIn(credentialsOf(request, 'Toy') ?? '')
    if (token === undefined) throw new OAuthError('invalid_request', 'send Authorization: Toy TOKEN')
    return token
  },
  async confirm({ presented, token, request, now }) {
    const headers = { 'toy-nonce': String(now.getTime()) }
    const { cnf } = token.claims
    const key = typeof cnf === 'object' && cnf !== null && 'toy' in cnf ? String(cnf.toy) : undefined
    if (key === undefined) throw new OAuthError('invalid_token', 'the access token has no cnf.toy', { headers })
    const { method, absoluteUrl, headers: sent } = request
    if (absoluteUrl === undefined || sent.get('toy-proof') !== toyProof(key, method, absoluteUrl, presented)) {
      throw new OAuthError('invalid_token', 'toy-proof is not for this request', { headers })
    }
    return headers
  },
  challenge: ({ realm, ...parameters }) => ({ algs: 'SHA-256', ...parameters }),
}
