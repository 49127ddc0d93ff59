import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt, assertHandler } from './adapter.ts'
import { guard as createGuard } from './guard.ts'
import type { GuardOptions } from './options.ts'
import { documentHeaders } from './resource-metadata.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** Wraps a handler of web requests. Further arguments of the runtime are passed on. */
export type FetchProtection = <Rest extends readonly unknown[]>(
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
) => (request: Request, ...rest: Rest) => Promise<Response>

/** A handler that serves the metadata of the API. */
export type FetchHandler = (request: Request) => Response

/**
 * Creates a guard for any `fetch` handler (Next.js, Workers, Deno, Bun): `contacts.require('read')(handler)`.
 * A CORS preflight gets 204 and does not reach the handler: handle CORS before the guard.
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
            // Never the handler: it may do its work without checking the method.
            return new Response(null, { status: 204 })
          case 'granted':
            carryToken(request, outcome.token)
            return withHeaders(await handler(request, ...rest), outcome.headers)
        }
      }
    },
    (json) => () => new Response(json, { headers: documentHeaders }),
  )
}

/** A response of `fetch` or `Response.redirect` has headers that cannot be changed, so one with more is a copy. */
function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const added = Object.entries(headers)
  if (added.length === 0) return response
  const copy = new Response(response.body, response)
  for (const [name, value] of added) copy.headers.set(name, value)
  return copy
}
