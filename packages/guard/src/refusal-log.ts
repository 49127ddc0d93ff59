import { toDescription } from '@valetkey/protocol'
import type { GuardRequest } from './request.ts'

/** Why a request was refused: the response that the caller got, and the details for the log of the API. */
export interface RefusedReason {
  readonly status: number
  /** The error code of the body, such as `invalid_token`. */
  readonly error: string
  /** The description that the caller got. */
  readonly description: string
  /** Not sent to the caller, such as `aud is https://a.example, this API expects https://b.example`. */
  readonly detail: string | undefined
}

/** Bounds the reasons that are remembered, since a caller can invent any number of them. */
const mostReasons = 100

/** Writes each reason to the console once, for the developer of the API. */
export function createRefusalLog(): (reason: RefusedReason, request: GuardRequest) => void {
  const written = new Set<string>()
  return ({ status, error, description, detail }, { method, url }) => {
    if (status >= 500) return // onUnavailable has the cause
    const why = toDescription([`${status} ${error}`, description, detail].filter((one) => one !== undefined).join(': '))
    if (written.has(why) || written.size >= mostReasons) return
    written.add(why)
    const path = toDescription(URL.parse(url, 'http://localhost')?.pathname ?? '') // a query may hold a secret
    console.warn(`valetkey guard: refused ${toDescription(method)} ${path} with ${why}`)
  }
}

/** Whether NODE_ENV is `production`; runtimes without `process` count as development. */
export function isProduction(): boolean {
  return globalThis.process?.env?.NODE_ENV === 'production'
}
