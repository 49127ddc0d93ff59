import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { ServerNode } from '../environment/server-node.ts'
import { json, send } from './http.ts'

/** An API that verifies tokens by itself, with the key set for as long as its headers allow and no longer or sooner. */
export interface RelyingParty {
  /** Verifies a token's signature; returns what is wrong with it. */
  check(node: ServerNode, token: string): Promise<string | undefined>
  readonly fetches: number
}

/** Creates a relying party that goes by `clock`, in milliseconds. It never fetches early, as for an unknown `kid`. */
export function createRelyingParty(clock: () => number): RelyingParty {
  let keys: ReadonlyMap<string, { readonly key: KeyObject; readonly algorithm: unknown }> = new Map()
  let goodUntil = 0
  let fetches = 0
  async function load(node: ServerNode): Promise<void> {
    const answer = await send(node, { path: '/jwks' })
    const maxAge = Number(/max-age=(\d+)/.exec(answer.headers['cache-control'] ?? '')?.[1] ?? 0)
    const { keys: listed } = json(answer)
    if (answer.status !== 200 || !Array.isArray(listed)) throw new Error(`no key set: ${answer.status}`)
    keys = new Map(
      listed.map((jwk) => [jwk.kid, { key: createPublicKey({ key: jwk, format: 'jwk' }), algorithm: jwk.alg }]),
    )
    goodUntil = clock() + maxAge * 1000
    fetches++
  }
  return {
    get fetches() {
      return fetches
    },
    async check(node, token) {
      if (clock() >= goodUntil) await load(node)
      const [header = '', payload = '', signature = ''] = token.split('.')
      const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
      const known = keys.get(kid)
      if (known === undefined) return `key ${kid} is not in the key set`
      if (known.algorithm !== alg) return `key ${kid} is for ${known.algorithm}, not ${alg}`
      const input = { key: known.key, dsaEncoding: 'ieee-p1363' } as const
      const isRight = verify('sha256', Buffer.from(`${header}.${payload}`), input, Buffer.from(signature, 'base64url'))
      if (!isRight) return 'the signature is wrong'
      const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString())
      return exp * 1000 < clock() ? 'it has expired' : undefined
    },
  }
}
