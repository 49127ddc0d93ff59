import type { Api } from '../api.ts'
import type { Client } from '../client.ts'
import type { JsonObject } from '../grant-context.ts'
import type { Granted } from '../grants/grant.ts'
import type { ScopeClaims } from '../openid/scope-claims.ts'
import type { Authorization, GrantStores, Instant, Keys, Random } from '../ports.ts'
import type { Recipient } from '../protected-responses/encryption.ts'
import type { Rights } from '../rights.ts'
import type { TokenFormat } from './format.ts'

/** What the gate let through: everything that a token is made from. */
export interface Issuance {
  readonly client: Client
  readonly apis: readonly Api[]
  readonly granted: Granted
  /** Undefined if the client acts for itself. */
  readonly authorization: Authorization | undefined
  /** The rights that the access token carries. */
  readonly rights: Rights
  /** The user's claims; undefined unless a product `needsUser`. */
  readonly user: JsonObject | undefined
  readonly format: TokenFormat
  readonly family: FamilyMember | undefined
  readonly now: Instant
  /** When the access token expires. */
  readonly expiresAt: Instant
  /** The moment until which everything is revoked; 0 for none. */
  readonly epoch: Instant
  /** Whom ID tokens are encrypted for; undefined if the client gets them unencrypted. */
  readonly recipient: Recipient | undefined
}

/** The token family of an issuance, and the generation that its refresh token has. */
export interface FamilyMember {
  readonly id: string
  readonly generation: number
  /** Whether the client gets a refresh token of it. */
  readonly refreshable: boolean
}

/** What products use besides the issuance. */
export interface ProductOptions {
  readonly issuer: string
  readonly keys: Keys
  readonly random: Random
  /** Seconds. */
  readonly lifetimes: { readonly accessToken: number; readonly refreshToken: number; readonly idToken: number }
  /** The claims that each identity scope asks for. */
  readonly scopeClaims: ScopeClaims
}

/** Something that is issued to a client: an access token, a refresh token. Adding one is a file and a line in `index.ts`. */
export interface TokenProduct<Written = unknown> {
  readonly name: string
  /** The members of the response that are this product's own: no grant and no other product may set them. */
  readonly members: readonly string[]
  isWanted(issuance: Issuance): boolean
  /** Whether it writes claims of the user, which are read once for all products; by default it does not. */
  needsUser?(issuance: Issuance): boolean
  /**
   * Stores the product in the transaction of the caller, and returns what `respond` needs. It awaits the stores and nothing
   * else. The writes of all products go out together, so none may depend on another's.
   */
  write(issuance: Issuance, stores: GrantStores, options: ProductOptions): Written | Promise<Written>
  /**
   * Returns the product's members of the response. It is called once the transaction is on disk, so this is where tokens are
   * signed; only what is encrypted, too, takes a promise. `response` has the members of the products that come before it in the
   * list.
   */
  respond(
    written: Written,
    options: Pick<ProductOptions, 'keys'>,
    response: JsonObject,
  ): JsonObject | Promise<JsonObject>
}
