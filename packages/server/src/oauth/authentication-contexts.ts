/** How well a login identifies a user: an Authentication Context Class Reference (OIDC Core §2). */
interface AuthenticationContext {
  /** The value of `acr`: a URI that other software knows. */
  readonly acr: string
  /** The methods that a login needs for it (RFC 8176 §2). */
  readonly methods: readonly string[]
}

/** Two factors: a password and a code, or a passkey that verified its user (OpenID PAPE 1.0 §4). */
const multiFactor: AuthenticationContext = {
  acr: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  methods: ['mfa'],
}

/** Every context that a login here can reach, the strongest first. */
const contexts: readonly AuthenticationContext[] = [
  multiFactor,
  // A password, sent over TLS (SAML 2.0 Authentication Context §3.4.8).
  { acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport', methods: ['pwd'] },
]

/** The values of `acr` that a login here can have, the strongest first. */
export const acrValues: readonly string[] = contexts.map(({ acr }) => acr)

/** The value of `acr` of a login with two factors. */
export const multiFactorAcr = multiFactor.acr

/** Returns the strongest context that a login by these methods reaches; undefined if it reaches none. */
export function acrOf(methods: readonly string[]): string | undefined {
  return contexts.find((context) => context.methods.every((method) => methods.includes(method)))?.acr
}

/** How a user logged in, as far as that is known. */
export interface KnownLogin {
  readonly acr?: string | undefined
  readonly amr?: readonly string[] | undefined
}

/**
 * Returns which of the wanted values of `acr` a login has: its own, or that of a weaker context, for a login that is
 * stronger than needed is good enough. Undefined if it has none.
 */
export function acrAmong(login: KnownLogin, wanted: readonly unknown[]): string | undefined {
  return reachedBy(login).find((acr) => wanted.includes(acr))
}

/** Whether a login had two factors. */
export function isMultiFactor(login: KnownLogin): boolean {
  return reachedBy(login).includes(multiFactor.acr)
}

/** Lists the values of `acr` that a login satisfies, its own first. */
function reachedBy({ acr, amr = [] }: KnownLogin): readonly string[] {
  const strongest = acrOf(amr)
  const from = acrValues.findIndex((one) => one === acr || one === strongest)
  return [...(acr === undefined ? [] : [acr]), ...(from < 0 ? [] : acrValues.slice(from))]
}
