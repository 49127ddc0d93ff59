import type { AuthorizationErrorCode } from '@valetkey/protocol'
import type { Authorization, Instant, Owner, Random } from '../../ports.ts'
import type { OAuthRequest, Reply } from '../../request.ts'
import type { AuthorizationRequest } from '../check-request.ts'
import type { ReturnAddress } from '../errors.ts'
import type { FlowOptions } from '../flow.ts'
import type { ModeServices } from '../response-modes/response-mode.ts'

/** An authorization request and the authorization that allows it. */
export interface Answer {
  /** The request of the browser that is responded to. */
  readonly from: OAuthRequest
  readonly request: AuthorizationRequest
  readonly owner: Owner
  readonly now: Instant
  readonly authorization: Authorization
  /** Whether the authorization is to be written with the response. */
  readonly isNew: boolean
}

export interface RefuseOptions extends ModeServices {
  readonly request: OAuthRequest
  readonly now: Instant
  readonly random: Random
}

/** A way in which the outcome of a request reaches its client. Adding one is a file and a line in `index.ts`. */
export interface Delivery {
  readonly kind: ReturnAddress['kind']
  /** Writes what was allowed and responds to the user's browser. Called once for each request. */
  deliver(answer: Answer, options: FlowOptions): Promise<Reply>
  /** Lets the client know that the request was refused. */
  refuse(
    to: ReturnAddress,
    error: { readonly code: AuthorizationErrorCode; readonly description: string },
    options: RefuseOptions,
  ): Promise<Reply>
}
