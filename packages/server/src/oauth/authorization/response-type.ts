import type { Client } from '../client.ts'
import { accessToken } from '../tokens/access-token.ts'
import type { TokenProduct } from '../tokens/product.ts'
import { fragment, query, type ResponseMode } from './response-mode.ts'

/** What the authorization endpoint answers with (RFC 6749 §3.1.1). */
export interface ResponseType {
  readonly name: string
  readonly carriesToken: boolean
  /** The tokens that the authorization response carries itself; a refresh token is never one of them (RFC 6749 §4.2.2). */
  readonly products: readonly TokenProduct[]
  readonly defaultMode: ResponseMode
  allowedTo(client: Client): boolean
}

/** Answers with an authorization code (RFC 6749 §4.1). */
export const code: ResponseType = {
  name: 'code',
  carriesToken: false,
  products: [],
  defaultMode: query,
  allowedTo: (client) => client.responseTypes.includes('code') && client.grantTypes.includes('authorization_code'),
}

/** Answers with an access token: the implicit grant (RFC 6749 §4.2), off but where an operator allows it (RFC 9700 §2.1.2). */
export const token: ResponseType = {
  name: 'token',
  carriesToken: true,
  products: [accessToken],
  defaultMode: fragment,
  allowedTo: (client) => client.allowImplicit && client.responseTypes.includes('token'),
}

/** Lists the response types there are. */
export const responseTypes: readonly ResponseType[] = [code, token]

/** Finds a response type by its name. */
export function findResponseType(name: string): ResponseType | undefined {
  return responseTypes.find((one) => one.name === name)
}
