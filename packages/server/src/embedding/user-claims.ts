import type { GrantStores, JsonObject, OAuthStores, UserQuery } from '../oauth/ports.ts'
import { Unavailable } from '../oauth/ports.ts'
import { writtenClaims } from './written-claims.ts'

/** The user, the client and the scopes for which an embedding application computes claims. */
export interface ClaimsRequest {
  readonly account: { readonly id: string; readonly claims: JsonObject }
  readonly client: { readonly id: string; readonly name: string }
  /** The scopes that the client requests or was granted. */
  readonly scope: readonly string[]
  /** Aborted after five seconds. */
  readonly signal: AbortSignal
}

/**
 * Computes claims of a user. They are added to those of the account, and replace claims of the same name. They are sent
 * only where the configuration declares a claim of that name. A request fails with 503 if the hook rejects or takes longer
 * than five seconds.
 */
export type ClaimsHook = (request: ClaimsRequest) => JsonObject | Promise<JsonObject>

const mostMs = 5_000

/** Thrown inside a transaction for claims that must be computed first: a transaction awaits only the database. */
class NotComputed extends Error {
  override readonly name = 'NotComputed'
  readonly query: UserQuery
  readonly stored: JsonObject

  constructor(query: UserQuery, stored: JsonObject) {
    super('the claims of a user have to be computed before this transaction')
    this.query = query
    this.stored = stored
  }
}

/** Adds the claims that an embedding application computes, wherever claims of users are read. */
export function addComputedClaims(stores: OAuthStores, hook: ClaimsHook, limitMs = mostMs): OAuthStores {
  return {
    ...stores,
    async transaction(work, key) {
      const computed = new Map<string, JsonObject>()
      for (;;) {
        try {
          return await stores.transaction((inside) => work(withComputed(inside, computed)), key)
        } catch (error) {
          if (!(error instanceof NotComputed)) throw error
          computed.set(keyOf(error.query), await compute(error.query, error.stored, hook, limitMs))
        }
      }
    },
    async findUserClaims(query) {
      const stored = await stores.findUserClaims(query)
      return stored && { ...stored, ...(await compute(query, stored, hook, limitMs)) }
    },
  }
}

function withComputed(stores: GrantStores, computed: ReadonlyMap<string, JsonObject>): GrantStores {
  return {
    ...stores,
    async findUserClaims(query) {
      const stored = await stores.findUserClaims(query)
      if (stored === undefined) return undefined
      const added = computed.get(keyOf(query))
      if (added === undefined) throw new NotComputed(query, stored)
      return { ...stored, ...added }
    },
  }
}

function keyOf({ accountId, client, scope }: UserQuery): string {
  return JSON.stringify([accountId, client.id, scope])
}

async function compute(
  { accountId, client, scope }: UserQuery,
  claims: JsonObject,
  hook: ClaimsHook,
  limitMs: number,
): Promise<JsonObject> {
  const signal = AbortSignal.timeout(limitMs)
  const isLate = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`it took longer than ${limitMs} ms`)), { once: true })
  })
  const request = { account: { id: accountId, claims }, client: { id: client.id, name: client.name }, scope, signal }
  try {
    const result = await Promise.race([Promise.resolve().then(() => hook(request)), isLate])
    return writtenClaims(result)
  } catch (cause) {
    if (cause instanceof Unavailable) throw cause
    throw new Unavailable('the claims of the embedding application could not be computed', { cause })
  }
}
