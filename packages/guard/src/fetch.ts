import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt, assertHandler } from './adapter.ts'
import { guard as createGuard } from './guard.ts'
import type { GuardOptions } from './options.ts'
import { documentHeaders } from './resource-metadata.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** Puts a guard before a handler of web requests; what else the runtime hands over is handed on. */
export type FetchProtection = <Rest extends readonly unknown[]>(
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
) => (request: Request, ...rest: Rest) => Promise<Response>

/** Handles a web request. */
export type FetchHandler = (request: Request) => Response

/**
 * Creates a guard for any `fetch` handler (Next.js, Workers, Deno, Bun): `contacts.require('read')(handler)`.
 * A CORS preflight is answered 204 without the handler: put your CORS in front.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): AdaptedGuard<FetchProtection, FetchHandler> {
  return adapt<FetchProtection, FetchHandler>(
    createGuard(options),
    (protection) => (handler) => {
      assertHandler(handler, '(request)')
      return async (request, ...rest) => {
        const outcome = await protection.check(request)
        switch (outcome.outcome) {
          case 'refused':
            return new Response(outcome.body, { status: outcome.status, headers: outcome.headers })
          case 'preflight':
            // Never the handler: it may do its work without looking at the method.
            return new Response(null, { status: 204 })
          case 'granted':
            carryToken(request, outcome.token)
            return handler(request, ...rest)
        }
      }
    },
    (json) => () => new Response(json, { headers: documentHeaders }),
  )
}
