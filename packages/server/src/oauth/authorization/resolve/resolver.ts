import { OAuthError, type Parameters } from '@valetkey/protocol'
import type { ClientKeys } from '../../client-keys/client-keys.ts'
import type { Outbound } from '../../outbound.ts'
import type { Clock, Keys, OAuthStores } from '../../ports.ts'

/** What resolving a request may need. */
export interface ResolveServices {
  readonly issuer: string
  readonly stores: Pick<OAuthStores, 'findClient'>
  readonly keys: Pick<Keys, 'decrypt'>
  readonly clientKeys: Pick<ClientKeys, 'verify'>
  readonly outbound: Pick<Outbound, 'fetch'>
  readonly clock: Clock
}

/**
 * A form of authorization request other than plain parameters: a pushed request (RFC 9126), a request object (RFC 9101).
 * Adding one is a file and a line in `index.ts`.
 */
export interface RequestResolver {
  readonly name: string
  /** What the metadata states about it. */
  readonly metadata: Readonly<Record<string, unknown>>
  recognizes(sent: Parameters): boolean
  /** Whether the browser cannot read the parameters, so that they must not be in an address either. */
  isHidden?(sent: Parameters): boolean
  /** Returns the parameters that count, whatever else was sent. @throws UnresolvedRequest, or another OAuthError */
  resolve(sent: Parameters, services: ResolveServices): Promise<Parameters>
}

/**
 * A request that cannot be resolved. The parameters that are known, though not proved, say where the error goes: it is sent to no
 * redirect URI that is not registered.
 */
export class UnresolvedRequest extends OAuthError {
  readonly known: Parameters

  constructor(
    code: 'invalid_request_object' | 'invalid_request_uri',
    description: string,
    known: Parameters,
    clause?: string,
  ) {
    super(code, description, clause === undefined ? {} : { clause })
    this.known = known
  }
}
