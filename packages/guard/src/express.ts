import type { IncomingMessage, ServerResponse } from 'node:http'
import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt } from './adapter.ts'
import { guard as createGuard, type Protection } from './guard.ts'
import { addHeaders, fromNodeRequest, sendRefusal, serveOnNode } from './node-request.ts'
import type { GuardOptions } from './options.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** Middleware as Express, Connect, Polka and Restify expect it. */
export type ExpressProtection = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>

/** A handler that serves the metadata of the API: `app.get(path, handler)`. */
export type ExpressHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Creates a guard for Express: `app.get('/contacts', contacts.require('read'), handler)`.
 * A CORS preflight gets 204 and does not reach the handler: handle CORS before the guard.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): AdaptedGuard<ExpressProtection, ExpressHandler> {
  return adapt<ExpressProtection, ExpressHandler>(createGuard(options), protect, serveOnNode)
}

function protect(protection: Protection): ExpressProtection {
  return async (request, response, next) => {
    try {
      const outcome = await protection.check(fromNodeRequest(request))
      if (outcome.outcome === 'refused') return sendRefusal(response, outcome)
      // Not passed on: the next handler may serve every method, and anyone can send a preflight.
      if (outcome.outcome === 'preflight') return void response.writeHead(204).end()
      addHeaders(response, outcome.headers)
      carryToken(request, outcome.token)
    } catch (error) {
      return next(error) // Express 4 does not see a rejected promise.
    }
    next()
  }
}
