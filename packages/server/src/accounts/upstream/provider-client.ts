import { mapClaims } from './claims.ts'
import { type ConnectionOptions, createConnection } from './connection.ts'
import { toFailure, UpstreamFailure } from './failure.ts'
import { createLogoutTokens } from './logout-token.ts'
import type { Members, UpstreamProvider, UpstreamUser } from './provider.ts'

/** What a login elsewhere is checked against when its user returns. */
export interface LoginChecks {
  readonly state: string
  readonly nonce: string
  /** The secret of PKCE (RFC 7636 §4.1). */
  readonly verifier: string
}

export interface AuthorizationWish extends LoginChecks {
  readonly redirectUri: string
  /** The username that the user entered here. */
  readonly loginHint: string | undefined
  /** Whether the user has to be asked again even if logged in there. */
  readonly isFresh: boolean
}

/** Talks to one provider. Every method throws UpstreamFailure. */
export interface ProviderClient {
  readonly provider: UpstreamProvider
  /** Builds the address that the browser goes to. */
  authorizationUrl(wish: AuthorizationWish): Promise<string>
  /** Redeems what the browser came back with, at the address it came back to. */
  redeem(returned: URL, checks: LoginChecks): Promise<UpstreamUser>
  /** Builds the address of the logout there; undefined if the provider has none. */
  logoutUrl(returnTo: string): Promise<string | undefined>
  /** Verifies a logout token (OIDC Back-Channel Logout §2.6). */
  readLogoutToken(token: string): Promise<LogoutNotice>
}

/** What a provider says about a session that ended there. */
export interface LogoutNotice {
  readonly id: string
  readonly subject: string | undefined
  readonly sid: string | undefined
  /** In milliseconds. */
  readonly expiresAt: number
}

/** Creates the client of a provider. Nothing is loaded or requested before it is used. */
export function createProviderClient(provider: UpstreamProvider, options: ConnectionOptions): ProviderClient {
  const connect = createConnection(provider, options)
  const readLogoutToken = createLogoutTokens(provider, { connect, ...options })
  const { source } = provider

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw toFailure(error)
    }
  }

  return {
    provider,
    authorizationUrl: ({ state, nonce, verifier, redirectUri, loginHint, isFresh }) =>
      attempt(async () => {
        const { library, configuration } = await connect()
        const isOpenId = source.kind === 'openid'
        const url = library.buildAuthorizationUrl(configuration, {
          ...provider.parameters,
          redirect_uri: redirectUri,
          state,
          code_challenge: await library.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(provider.scope === undefined ? {} : { scope: provider.scope }),
          ...(isOpenId ? { nonce } : {}),
          ...(isOpenId && isFresh ? { prompt: 'login' } : {}),
          ...(loginHint === undefined ? {} : { login_hint: loginHint }),
        })
        return url.href
      }),
    redeem: (returned, { state, nonce, verifier }) =>
      attempt(async () => {
        const { library, configuration } = await connect()
        const isOpenId = source.kind === 'openid'
        const tokens = await library.authorizationCodeGrant(configuration, returned, {
          expectedState: state,
          pkceCodeVerifier: verifier,
          ...(isOpenId ? { expectedNonce: nonce, idTokenExpected: true } : {}),
        })
        if (source.kind === 'userinfo') {
          const { subject, userinfoEndpoint } = source
          const headers = new Headers({ accept: 'application/json' })
          const url = new URL(userinfoEndpoint)
          const reply = await library.fetchProtectedResource(
            configuration,
            tokens.access_token,
            url,
            'GET',
            null,
            headers,
          )
          if (reply.status !== 200)
            throw new UpstreamFailure('unreachable', `userinfo_endpoint responded with status ${reply.status}`)
          const members = toMembers(await reply.json().catch(() => undefined))
          return toUser(provider, readSubject(members, subject), members, {})
        }
        const stated: Members = tokens.claims() ?? {}
        const subject = readSubject(stated, 'sub')
        const isComplete = Object.values(provider.claims).every((name) => Object.hasOwn(stated, name))
        const hasMore = !isComplete && configuration.serverMetadata().userinfo_endpoint !== undefined
        const more = hasMore ? await library.fetchUserInfo(configuration, tokens.access_token, subject) : {}
        return toUser(provider, subject, { ...more, ...stated }, stated)
      }),
    logoutUrl: (returnTo) =>
      attempt(async () => {
        if (source.kind !== 'openid') return undefined
        const { library, configuration } = await connect()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
        return library.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href
      }),
    readLogoutToken: (token) => attempt(() => readLogoutToken(token)),
  }
}

function toMembers(value: unknown): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new UpstreamFailure('untrusted', 'userinfo_endpoint did not respond with a JSON object')
}

/** GitHub numbers its users. A number that JavaScript rounds could be that of two users. */
function readSubject(members: Members, name: string): string {
  const value = Object.hasOwn(members, name) ? members[name] : undefined
  const text = Number.isSafeInteger(value) ? String(value) : value
  if (typeof text === 'string' && /^[\x20-\x7e]{1,255}$/.test(text)) return text
  throw new UpstreamFailure('untrusted', `the response has no ${name} that can identify a user`)
}

function toUser(provider: UpstreamProvider, subject: string, members: Members, stated: Members): UpstreamUser {
  const { sid, amr, acr, auth_time: time } = stated
  const { trustMethods } = provider
  return {
    subject,
    claims: mapClaims(provider, members),
    sid: typeof sid === 'string' && sid.length <= 255 ? sid : undefined,
    methods: trustMethods && Array.isArray(amr) ? amr.filter(isMethod).slice(0, 10) : [],
    acr: trustMethods && typeof acr === 'string' && acr.length <= 255 ? acr : undefined,
    authenticatedAt: typeof time === 'number' ? time : undefined,
  }
}

function isMethod(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,40}$/.test(value)
}
