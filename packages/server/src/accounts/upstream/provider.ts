/** A provider whose users may log in here. */
export interface UpstreamProvider {
  /** Names it in addresses and in the database. */
  readonly name: string
  /** The name that users read. */
  readonly label: string
  readonly source: OpenIdSource | UserinfoSource
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** Where the secret is sent: in the `Authorization` header, or in the body. */
  readonly authentication: 'header' | 'body'
  readonly scope: string | undefined
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>
  /** Our claims, and the members of the provider that they are taken from. */
  readonly claims: Readonly<Record<string, string>>
  readonly updateClaims: boolean
  readonly createAccounts: boolean
  readonly emailDomains: readonly string[]
  readonly trustEmail: boolean
  readonly trustMethods: boolean
}

/** An OpenID Connect provider, whose endpoints are discovered. */
export interface OpenIdSource {
  readonly kind: 'openid'
  readonly issuer: string
}

/** An OAuth 2.0 provider that describes its users as JSON. */
export interface UserinfoSource {
  readonly kind: 'userinfo'
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userinfoEndpoint: string
  /** The member that identifies a user. */
  readonly subject: string
}

/** A JSON object of a provider. */
export type Members = Readonly<Record<string, unknown>>

/** A user as a provider has just identified them. */
export interface UpstreamUser {
  /** With the provider's name, this alone identifies the user. */
  readonly subject: string
  /** The claims that the provider's declaration maps. */
  readonly claims: Members
  /** Names the session at the provider, for its logout. */
  readonly sid: string | undefined
  /** How the provider identified the user, if it is believed. */
  readonly methods: readonly string[]
  readonly acr: string | undefined
  /** When the provider identified the user, in seconds since 1970, if it says so. */
  readonly authenticatedAt: number | undefined
}

/** Finds the provider that the users of an e-mail address log in with. */
export function findHome(providers: readonly UpstreamProvider[], username: string): UpstreamProvider | undefined {
  const at = username.lastIndexOf('@')
  if (at < 1) return undefined
  const domain = username
    .slice(at + 1)
    .trim()
    .normalize('NFKC')
    .toLowerCase()
  return providers.find(({ emailDomains }) => emailDomains.includes(domain))
}
