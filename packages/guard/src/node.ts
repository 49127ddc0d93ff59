import type { IncomingMessage, ServerResponse } from 'node:http'
import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt, assertHandler } from './adapter.ts'
import { guard as createGuard } from './guard.ts'
import { addHeaders, fromNodeRequest, sendRefusal, serveOnNode } from './node-request.ts'
import type { GuardOptions } from './options.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** A request listener of `node:http`. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown

/** Wraps a request listener in one that calls it only for requests that the guard admits. */
export type NodeProtection = (
  handler: NodeHandler,
) => (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * Creates a guard for `node:http`: `contacts.require('read')(handler)` is the handler behind the guard.
 * A CORS preflight gets 204 and does not reach it: handle CORS before the guard.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): AdaptedGuard<NodeProtection, NodeHandler> {
  return adapt<NodeProtection, NodeHandler>(
    createGuard(options),
    (protection) => (handler) => {
      assertHandler(handler, '(request, response)')
      return async (request, response) => {
        const outcome = await protection.check(fromNodeRequest(request))
        switch (outcome.outcome) {
          case 'refused':
            return sendRefusal(response, outcome)
          case 'preflight':
            // Never the handler: it may do its work without checking the method.
            return void response.writeHead(204).end()
          case 'granted':
            addHeaders(response, outcome.headers)
            carryToken(request, outcome.token)
            await handler(request, response)
        }
      }
    },
    serveOnNode,
  )
}
