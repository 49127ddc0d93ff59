/** How well a login identifies a user: an Authentication Context Class Reference (OIDC Core §2). */
interface AuthenticationContext {
  /** The value of `acr`: a URI that other software knows. */
  readonly acr: string
  /** The methods that a login needs for it (RFC 8176 §2). */
  readonly methods: readonly string[]
}

/** Every context that a login here can reach, the strongest first. */
const contexts: readonly AuthenticationContext[] = [
  // A password, sent over TLS (SAML 2.0 Authentication Context §3.4.8).
  { acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', methods: ['pwd'] },
]

/** The values of `acr` that a login here can have, the strongest first. */
export const acrValues: readonly string[] = contexts.map(({ acr }) => acr)

/** Returns the strongest context that a login by these methods reaches; undefined if it reaches none. */
export function acrOf(methods: readonly string[]): string | undefined {
  return contexts.find((context) => context.methods.every((method) => methods.includes(method)))?.acr
}
