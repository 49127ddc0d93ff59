import type { Parameters } from '@valetkey/protocol'

/**
 * A form of authorization request other than plain parameters: a pushed request (RFC 9126), a request object (RFC 9101).
 * Adding one is a file and a line in `index.ts`.
 */
export interface RequestResolver {
  readonly name: string
  recognizes(sent: Parameters): boolean
  /** Returns the parameters that count, whatever else was sent. @throws OAuthError */
  resolve(sent: Parameters): Promise<Parameters>
}
