import { OAuthError } from '@valetkey/protocol'
import { WrongSettingError } from './wrong-setting.ts'

/** A cached document of the issuer. Concurrent callers share one request. */
export interface CachedDocument<T> {
  /**
   * Returns the document. While the issuer cannot be reached, a stale one is used for `staleMs` and no longer: the issuer may have
   * withdrawn a key meanwhile.
   * @throws OAuthError `temporarily_unavailable` if there is none, `server_error` if a setting is wrong
   */
  get(): Promise<T>
  /** Loads the document before it is stale. Undefined if it was reloaded too recently, or if that fails. */
  reload(): Promise<T | undefined>
}

export interface DocumentSource<T> {
  readonly load: () => Promise<{ readonly value: T; readonly lifetimeSeconds: number }>
  readonly staleMs: number
  readonly now: () => Date
  readonly onUnavailable: (cause: unknown) => void
}

const reloadIntervalMs = 30_000
const windowMs = 60_000

export function cacheDocument<T>({ load, staleMs, now, onUnavailable }: DocumentSource<T>): CachedDocument<T> {
  let current: { readonly value: T; readonly freshUntil: number } | undefined
  let failure: { readonly count: number; readonly retryAt: number; readonly cause: unknown } | undefined
  let pending: Promise<T> | undefined
  let starts: readonly number[] = []
  let reloadedAt = Number.NEGATIVE_INFINITY

  const run = async (): Promise<T> => {
    const startedAt = now().getTime()
    starts = [...starts.slice(-1), startedAt]
    try {
      const { value, lifetimeSeconds } = await load()
      current = { value, freshUntil: startedAt + lifetimeSeconds * 1000 }
      failure = undefined
      return value
    } catch (cause) {
      const count = (failure?.count ?? 0) + 1
      failure = { count, retryAt: now().getTime() + Math.min(2 ** (count - 1), 30) * 1000, cause }
      if (!(cause instanceof OAuthError)) onUnavailable(cause) // others were reported where they were thrown
      throw unavailable(failure.retryAt, now(), cause)
    } finally {
      pending = undefined
    }
  }
  const start = (): Promise<T> => {
    pending ??= run()
    return pending
  }

  return {
    async get() {
      const time = now().getTime()
      if (current && time < current.freshUntil) return current.value
      const stale = current && time < current.freshUntil + staleMs ? current : undefined
      if (failure && stale) {
        // No caller waits for an issuer that is known to be down: the document is reloaded in the background.
        if (time >= failure.retryAt) start().catch(() => {})
        return stale.value
      }
      if (failure && !pending && time < failure.retryAt) throw unavailable(failure.retryAt, now(), failure.cause)
      return stale ? start().catch(() => stale.value) : start()
    },
    async reload() {
      const time = now().getTime()
      const inWindow = starts.filter((at) => time - at < windowMs).length
      if (!pending) {
        if (time - reloadedAt < reloadIntervalMs || inWindow >= 2 || (failure && time < failure.retryAt))
          return undefined
        reloadedAt = time
      }
      return start().catch(() => undefined)
    },
  }
}

/** The error while tokens cannot be verified: 503 for an outage, which ends by itself, and 500 for a wrong setting, which does not. */
export function unavailable(retryAt: number, now: Date, cause: unknown): OAuthError {
  if (cause instanceof OAuthError && cause.code === 'server_error') return cause
  if (cause instanceof WrongSettingError) {
    return new OAuthError('server_error', 'this API is misconfigured and cannot verify tokens: see its log', {
      cause,
    })
  }
  const seconds = Math.max(1, Math.ceil((retryAt - now.getTime()) / 1000))
  return new OAuthError('temporarily_unavailable', 'the authorization server cannot be reached: try again', {
    cause,
    headers: { 'retry-after': String(seconds) },
  })
}
