import type { Guard, Protection } from './guard.ts'
import type { ResourceDescription, ResourceMetadata } from './resource-metadata.ts'

export interface AdaptedGuard<Protect, Handler> {
  /**
   * Requires an access token with all these scopes; without arguments, any valid token for this API.
   * @throws OAuthError `invalid_scope` for a name that cannot be a scope
   */
  require(...scopes: readonly string[]): Protect
  /** Describes the API to clients that do not know it yet (RFC 9728), with a handler to serve at `path`. */
  metadata(description?: ResourceDescription): ResourceMetadata & { readonly handler: Handler }
}

/** Adapts a guard to a framework: `protect` makes its middleware, `serve` its handler of a JSON document. */
export function adapt<Protect, Handler>(
  core: Guard,
  protect: (protection: Protection) => Protect,
  serve: (json: string) => Handler,
): AdaptedGuard<Protect, Handler> {
  return {
    require: (...scopes) => protect(core.require(...scopes)),
    metadata(description) {
      const metadata = core.metadata(description)
      return { ...metadata, handler: serve(JSON.stringify(metadata.document)) }
    },
  }
}

/**
 * Without this check, a request that is passed instead of a handler would never get a response.
 * @throws TypeError with the right call
 */
export function assertHandler(handler: unknown, rest: string): void {
  if (typeof handler === 'function') return
  throw new TypeError(`require(…) takes a handler: require(…)(handler)${rest}`)
}
