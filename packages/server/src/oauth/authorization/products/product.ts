import type { Api } from '../../api.ts'
import type { AuditType } from '../../audit-event.ts'
import { acrAmong } from '../../authentication-contexts.ts'
import type { GrantContext, GrantStores, Instant, Owner } from '../../ports.ts'
import type { Recipient } from '../../protected-responses/encryption.ts'
import type { AuthorizationRequest } from '../check-request.ts'
import type { Answer } from '../deliver/delivery.ts'
import type { FlowOptions } from '../flow.ts'
import type { Fields } from '../response-modes/response-mode.ts'

/** What was read before the transaction. */
export interface Produced extends Answer {
  readonly apis: readonly Api[]
  /** The moment until which everything is revoked; 0 for none. */
  readonly epoch: Instant
  /** Whom ID tokens are encrypted for; undefined if the client gets them unencrypted. */
  readonly recipient: Recipient | undefined
}

/** Something that an authorization response carries to the client: a code, or tokens. */
export interface ResponseProduct {
  /** Whether it gives access by itself, so that it may not travel in a query. */
  readonly isToken: boolean
  /** Whether an ID token is in it. */
  readonly isIdToken?: boolean
  /** Whether it is redeemed at the token endpoint, so that PKCE binds it to the client that asked. */
  readonly isRedeemed: boolean
  /** The type of the audit event once it is on disk; left out if there is none. */
  readonly event?: AuditType
  /** Stores it within the transaction of the response, which may run again. Returns what makes the fields that carry it, from the fields before it. */
  write(
    answer: Produced,
    stores: GrantStores,
    options: FlowOptions,
  ): Promise<(before: Fields) => Fields | Promise<Fields>>
}

/** The context that starts with the session of the resource owner and the request of the client. */
export function contextOf(
  { authenticatedAt, sid, amr, ...login }: Owner,
  {
    nonce,
    claims,
    demandedAcr,
    wishedAcr,
  }: Pick<AuthorizationRequest, 'nonce' | 'claims' | 'demandedAcr' | 'wishedAcr'>,
): GrantContext {
  // Of the values that satisfy the request, if the login has one (OIDC Core §5.5.1.1).
  const acr = acrAmong({ ...login, amr }, demandedAcr ?? wishedAcr) ?? login.acr
  return {
    authenticatedAt,
    ...(nonce === undefined ? {} : { nonce }),
    ...(claims === undefined ? {} : { claims }),
    ...(sid === undefined ? {} : { sid }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
  }
}
