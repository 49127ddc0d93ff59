import { type Parameters, readParameters } from '@valetkey/protocol'

/**
 * Reads the APIs that a request names: `resource` (RFC 8707 §2), and `audience`, the name of the same parameter in the
 * libraries of Auth0.
 */
export function readResources(parameters: Parameters): readonly string[] {
  const { resource, audience } = readParameters(parameters, { resource: 'many', audience: 'many' })
  return audience.length === 0 ? resource : [...resource, ...audience]
}
