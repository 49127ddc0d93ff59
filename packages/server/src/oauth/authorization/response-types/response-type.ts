import type { Client } from '../../client.ts'
import { allows, type InsecureOption } from '../../insecure-option.ts'
import type { ResponseProduct } from '../products/product.ts'
import type { ResponseMode } from '../response-modes/response-mode.ts'

/** What a client may ask the authorization endpoint for (RFC 6749 §3.1.1). Adding one is a file and a line in `index.ts`. */
export interface ResponseType {
  /** The value of `response_type`. */
  readonly name: string
  /** The value of `grant_types` that belongs to it (RFC 7591 §2.1). */
  readonly grantType: string
  /** Whether a client with that grant type may use it without naming it in `response_types` (RFC 7591 §2). */
  readonly isDefault?: boolean
  /** What the response carries, in the order of its fields. */
  readonly products: readonly ResponseProduct[]
  readonly defaultMode: ResponseMode
  /** What a client must have been allowed in order to use it; left out if that is nothing. */
  readonly insecureOption?: InsecureOption
}

/** Lists the response types that a client uses with these grant types, if its registration names none (RFC 7591 §2). */
export function defaultResponseTypes(
  grantTypes: readonly string[],
  { responseTypes }: { readonly responseTypes: readonly ResponseType[] },
): readonly string[] {
  return responseTypes.filter((one) => one.isDefault && grantTypes.includes(one.grantType)).map((one) => one.name)
}

/** Checks whether a client may use a response type: it is registered for it and for its grant type, or has the insecure option it needs. */
export function isTypeAllowed(type: ResponseType, client: Client): boolean {
  if (!client.responseTypes.some((name) => isSameType(name, type.name))) return false
  return type.insecureOption === undefined
    ? client.grantTypes.includes(type.grantType)
    : allows(client, type.insecureOption)
}

/** Checks whether the response of a type carries an ID token (OIDC Core §3.2, §3.3). */
export function carriesIdToken(type: ResponseType): boolean {
  return type.products.some((product) => product.isIdToken)
}

/** Checks whether two values of `response_type` have the same parts, whose order means nothing (OAuth 2.0 Multiple Response Types §3). */
export function isSameType(one: string, other: string): boolean {
  return one === other || (one.length === other.length && sortParts(one) === sortParts(other))
}

function sortParts(name: string): string {
  return name.split(' ').toSorted().join(' ')
}

/** Checks whether the response of a type carries a token, which no query may (RFC 6749 §4.2.2). */
export function carriesToken(type: ResponseType): boolean {
  return type.products.some((product) => product.isToken)
}
