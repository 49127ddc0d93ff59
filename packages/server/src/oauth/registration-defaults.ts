/** The grant types of a client whose registration names none (RFC 7591 §2). */
export const defaultGrantTypes: readonly string[] = ['authorization_code']

/** Returns how a client authenticates whose registration does not say it: with its secret, as in RFC 7591 §2, or not at all. */
export function defaultAuthenticationMethod(hasSecret: boolean): string {
  return hasSecret ? 'client_secret_basic' : 'none'
}
