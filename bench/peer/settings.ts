/** The settings of the peer's process, as JSON in a file. */
export interface PeerSettings {
  readonly issuer: string
  readonly port: number
  /** `sqlite:PATH` or a `postgres://` URL. */
  readonly database: string
  readonly clients: readonly Record<string, unknown>[]
  readonly apis: readonly {
    readonly identifier: string
    readonly tokenFormat: 'jwt' | 'opaque'
    readonly tokenSigningAlg: 'ES256' | 'RS256'
    readonly scope: string
  }[]
  readonly jwks: { readonly keys: readonly object[] }
  readonly cookieKeys: readonly string[]
}
