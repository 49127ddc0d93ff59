// What the tests use of clients that come without types.
declare module 'simple-oauth2' {
  interface Options {
    readonly client: { readonly id: string; readonly secret: string }
    readonly auth: {
      readonly tokenHost: string
      readonly tokenPath: string
      readonly authorizePath?: string
      readonly revokePath: string
    }
    readonly options?: { readonly authorizationMethod: 'header' | 'body' }
  }
  interface AccessToken {
    readonly token: Readonly<Record<string, unknown>>
    expired(windowSeconds?: number): boolean
    refresh(parameters?: Readonly<Record<string, string>>): Promise<AccessToken>
    revoke(type: 'access_token' | 'refresh_token'): Promise<void>
    revokeAll(): Promise<void>
  }
  export class AuthorizationCode {
    constructor(options: Options)
    authorizeURL(parameters: Readonly<Record<string, string>>): string
    getToken(parameters: Readonly<Record<string, string>>): Promise<AccessToken>
  }
  export class ClientCredentials {
    constructor(options: Options)
    getToken(parameters: Readonly<Record<string, string>>): Promise<AccessToken>
  }
}

declare module 'passport-oauth2' {
  interface Options {
    readonly authorizationURL: string
    readonly tokenURL: string
    readonly clientID: string
    readonly clientSecret: string
    readonly callbackURL: string
    readonly scope: readonly string[]
    readonly pkce: 'S256' | boolean
    readonly state: boolean
    readonly store?: unknown
  }
  type Done = (error: unknown, user?: object) => void
  export class Strategy {
    name: string
    constructor(
      options: Options,
      verify: (
        accessToken: string,
        refreshToken: string | undefined,
        params: Readonly<Record<string, unknown>>,
        profile: unknown,
        done: Done,
      ) => void,
    )
  }
}

declare module 'passport' {
  import type { RequestHandler } from 'express'

  export class Passport {
    use(strategy: import('passport-oauth2').Strategy | import('passport-openidconnect').Strategy): this
    initialize(): RequestHandler
    authenticate(name: string, options: { readonly session: boolean }): RequestHandler
  }
}

declare module 'passport-openidconnect' {
  interface Options {
    readonly issuer: string
    readonly authorizationURL: string
    readonly tokenURL: string
    readonly userInfoURL: string
    readonly clientID: string
    readonly clientSecret: string
    readonly callbackURL: string
    readonly scope: readonly string[]
    readonly skipUserProfile: boolean
  }
  export interface Profile {
    readonly id: string
    readonly displayName: string
    readonly emails: readonly { readonly value: string }[]
  }
  export class Strategy {
    name: string
    constructor(
      options: Options,
      verify: (issuer: string, profile: Profile, done: (error: unknown, user?: object) => void) => void,
    )
  }
}
