import type { IncomingMessage } from 'node:http'
import { carryToken } from './access-token.ts'
import { type AdaptedGuard, adapt } from './adapter.ts'
import { guard as createGuard } from './guard.ts'
import { fromNodeRequest } from './node-request.ts'
import type { GuardOptions } from './options.ts'
import { documentHeaders } from './resource-metadata.ts'

export { type AccessToken, tokenOf } from './access-token.ts'
export type { GuardOptions, IntrospectionOptions } from './options.ts'
export type { RefusedReason } from './refusal-log.ts'

/** The part of a Fastify request that the guard uses. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage
}

/** The part of a Fastify reply that the guard uses. */
export interface FastifyReplyLike {
  code(status: number): unknown
  headers(values: Readonly<Record<string, string>>): unknown
  send(payload: string): unknown
}

/** An `onRequest` hook that admits or refuses requests, or a handler that serves the metadata of the API. */
export type FastifyHandler = (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>

/**
 * Creates a guard for Fastify: `app.get('/contacts', { onRequest: contacts.require('read') }, handler)`.
 * A CORS preflight gets 204 and does not reach the handler: handle CORS before the guard.
 * @throws TypeError naming the option that is wrong
 */
export function guard(options: GuardOptions): AdaptedGuard<FastifyHandler, FastifyHandler> {
  return adapt<FastifyHandler, FastifyHandler>(
    createGuard(options),
    (protection) => async (request, reply) => {
      const outcome = await protection.check(fromNodeRequest(request.raw))
      if (outcome.outcome === 'granted') {
        reply.headers(outcome.headers)
        carryToken(request, outcome.token)
        return undefined
      }
      // A preflight does not reach the handler, which may serve every method: anyone can send a preflight.
      const { status, headers, body } = outcome.outcome === 'refused' ? outcome : { status: 204, headers: {}, body: '' }
      reply.code(status)
      reply.headers(headers)
      reply.send(body)
      return reply
    },
    (json) => async (_request, reply) => {
      reply.headers(documentHeaders)
      return json
    },
  )
}
