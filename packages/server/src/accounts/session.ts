import type { Instant } from '@valetkey/protocol'
import type { EndedSession, LiveSession, LoginAccount, SessionStore, UpstreamSession } from './ports.ts'

/** How long sessions last, in seconds. */
export interface SessionLifetimes {
  readonly session: number
  readonly sessionIdle: number
}

export interface SessionOptions {
  readonly store: SessionStore
  readonly lifetimes: SessionLifetimes
  readonly random: (bytes: number) => string
  readonly hash: (kind: 'session' | 'browser', secret: string) => string
  /** Names how well these methods identify a user (OIDC Core §2); undefined if there is no name for it. */
  readonly acrOf: (methods: readonly string[]) => string | undefined
}

/** Begins, finds and ends sessions. */
export interface Sessions {
  /**
   * Begins a session under a new id, whatever the browser had before (no session fixation). Returns its secret; undefined
   * if the account was disabled or its credentials changed since the login.
   */
  begin(login: NewLogin): Promise<string | undefined>
  /** Finds the live session that a cookie names; undefined if it ended, idled out, or its account is disabled. */
  find(secret: string | undefined, now: Instant, address?: string): Promise<LiveSession | undefined>
  /** Checks whether `find` would find the session, without counting as a use. */
  isLive(hash: string, now: Instant): Promise<boolean>
  end(secret: string): Promise<EndedSession>
}

/** A login that has just succeeded. */
export interface NewLogin {
  readonly account: LoginAccount
  /** The methods that proved it (RFC 8176 §2). */
  readonly methods: readonly string[]
  /** How well another provider says that it identified the user; by default it follows from the methods. */
  readonly acr?: string | undefined
  readonly upstream?: UpstreamSession | undefined
  /** When the first of the methods did; by default `now`. */
  readonly authenticatedAt?: Instant | undefined
  /** The `sid` of the session that a repeated login of the same user continues: clients know the session by it. */
  readonly sid?: string | undefined
  readonly browser: string
  readonly replaced: string | undefined
  readonly userAgent: string
  readonly address?: string | undefined
  readonly now: Instant
}

/** A session's last use is written at most this often, in milliseconds. */
const touchEvery = 60_000

/** Creates the rules of sessions: an idle and an absolute end (NIST SP 800-63B-4 §5.2). */
export function createSessions({ store, lifetimes, random, hash, acrOf }: SessionOptions): Sessions {
  async function findLive(one: string, now: Instant): Promise<LiveSession | undefined> {
    const session = await store.find(one)
    if (session === undefined || session.account.disabled) return undefined
    const idlesOutAt = session.lastSeenAt + lifetimes.sessionIdle * 1000
    return session.expiresAt <= now || idlesOutAt <= now ? undefined : session
  }
  return {
    async begin({ account, methods, upstream, sid, browser, replaced, userAgent, address, now, ...login }) {
      const secret = random(32)
      const acr = login.acr ?? acrOf(methods)
      const session = {
        hash: hash('session', secret),
        accountId: account.id,
        browserHash: hash('browser', browser),
        userAgent: userAgent.slice(0, 200),
        authenticatedAt: login.authenticatedAt ?? now,
        lastSeenAt: now,
        lastAddress: address,
        // A second factor that is added to a session does not make it last longer.
        expiresAt: (login.authenticatedAt ?? now) + lifetimes.session * 1000,
        // Clients see the `sid`, so that it must not lead to the session's secret.
        context: {
          sid: sid ?? random(16),
          ...(acr === undefined ? {} : { acr }),
          ...(methods.length === 0 ? {} : { amr: methods }),
          ...(upstream === undefined ? {} : { upstream }),
        },
      }
      const ended = replaced === undefined ? undefined : hash('session', replaced)
      return (await store.begin(session, account.credentialsVersion, ended)) ? secret : undefined
    },
    async find(secret, now, address) {
      if (secret === undefined) return undefined
      const session = await findLive(hash('session', secret), now)
      if (session === undefined) return undefined
      // Nobody waits for it, and a database that cannot write now shows the page all the same: the next visit notes it.
      if (session.lastSeenAt + touchEvery <= now) store.touch(session.hash, now, address).catch(() => undefined)
      return session
    },
    isLive: async (one, now) => (await findLive(one, now)) !== undefined,
    end: (secret) => store.end(hash('session', secret)),
  }
}
