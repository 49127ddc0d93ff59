import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt } from './adapter.ts'
import { guard as createGuard } from './guard.ts'
import type { GuardOptions } from './options.ts'
import { documentHeaders } from './resource-metadata.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** The part of a Hono context that the guard uses. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request }
  header(name: string, value: string): void
}

/** Middleware that returns a response for a refused request, and calls `next` for any other. */
export type HonoProtection = (context: HonoContextLike, next: () => Promise<void>) => Promise<Response | undefined>

/** A handler that serves the metadata of the API. */
export type HonoHandler = (context: HonoContextLike) => Response

/**
 * Creates a guard for Hono: `app.get('/contacts', contacts.require('read'), handler)`.
 * A CORS preflight gets 204 and does not reach the handler: handle CORS before the guard.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): AdaptedGuard<HonoProtection, HonoHandler> {
  return adapt<HonoProtection, HonoHandler>(
    createGuard(options),
    (protection) => async (context, next) => {
      const outcome = await protection.check(context.req.raw)
      if (outcome.outcome === 'refused') {
        const { status, headers, body } = outcome
        return new Response(body, { status, headers })
      }
      // Not passed on: the next handler may serve every method, and anyone can send a preflight.
      if (outcome.outcome === 'preflight') return new Response(null, { status: 204 })
      carryToken(context, outcome.token)
      await next()
      // Afterwards, since a handler that returns a Response of its own would lose headers that were set before.
      for (const [name, value] of Object.entries(outcome.headers)) context.header(name, value)
      return undefined
    },
    (json) => () => new Response(json, { headers: documentHeaders }),
  )
}
