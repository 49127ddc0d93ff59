import type { GrantContext } from '../grant-context.ts'
import type { Instant } from '../ports.ts'
import type { Rights } from '../rights.ts'

/** The tokens that come from one grant: refresh tokens follow each other by generation. */
export interface TokenFamily {
  readonly id: string
  readonly clientId: string
  readonly accountId: string
  readonly authorizationId: string
  readonly rights: Rights
  readonly context: GrantContext
  readonly generation: number
  readonly rotatedAt: Instant
  /** The absolute end: no rotation goes beyond it. */
  readonly expiresAt: Instant
  readonly revoked: boolean
  /** Keyed hashes of the network and of the user agent that the last rotation came from. */
  readonly usedFrom: string | undefined
}

/** A step of a family from the generation that was read to the one that follows the token that was used. */
export interface Rotation {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly now: Instant
  readonly usedFrom: string | undefined
}
