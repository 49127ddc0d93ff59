import { toDescription } from '@valetkey/protocol'
import type { GuardRequest } from './request.ts'

/** Why a request was refused. */
export interface RefusedReason {
  readonly status: number
  /** The error code of the body, such as `invalid_token`. */
  readonly error: string
  /** The words that the caller got. */
  readonly description: string
  /** What the caller does not learn, such as `aud is https://a.example, this API expects https://b.example`. */
  readonly detail: string | undefined
}

/** Reasons that are remembered as written: a caller can make up any number of them. */
const mostReasons = 100

/** Creates what writes each reason to the console once, for whoever develops the API and wonders about a 401. */
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

/** Whether this is production, as Node programs say it. */
export function isProduction(): boolean {
  return globalThis.process?.env?.NODE_ENV === 'production'
}
