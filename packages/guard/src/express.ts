import type { IncomingMessage, ServerResponse } from 'node:http'
import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt } from './adapter.ts'
import { guard as createGuard, type Protection } from './guard.ts'
import { addHeaders, fromNodeRequest, sendRefusal, serveOnNode } from './node-request.ts'
import type { GuardOptions } from './options.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** Stands before the handlers of a route, as Express and its relatives (Connect, Polka, Restify) expect. */
export type ExpressProtection = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>

/** Handles a route of Express. */
export type ExpressHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Creates a guard for Express: `app.get('/contacts', contacts.require('read'), handler)`.
 * A CORS preflight is answered 204 without the handler: put your CORS in front.
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
      // Not on to the next: it may be a handler of every method, and anybody can make a preflight.
      if (outcome.outcome === 'preflight') return void response.writeHead(204).end()
      addHeaders(response, outcome.headers)
      carryToken(request, outcome.token)
    } catch (error) {
      return next(error) // Express 4 does not see a rejected promise.
    }
    next()
  }
}
