import { isLoopback } from '@valetkey/protocol'
import { isPublic } from '../client.ts'
import type { Authorization } from '../ports.ts'
import type { AuthorizationRequest } from './check-request.ts'

/**
 * A public client proves itself by nothing but the redirect URI that its response reaches. What was allowed at one is
 * therefore not allowed at another host or app without a page (RFC 8252 §8.6, RFC 9700 §4.15).
 */
export function isKnownDestination({ redirectUri }: Authorization, { client, to }: AuthorizationRequest): boolean {
  if (!isPublic(client)) return true
  return redirectUri !== undefined && placeOf(to.redirectUri) === placeOf(redirectUri)
}

/**
 * Names who receives the response at a redirect URI. Pages of one origin can read each other's responses, and a program
 * that waits at a loopback port gets every path.
 */
function placeOf(uri: string): string {
  const { protocol, host, hostname } = new URL(uri)
  if (protocol === 'https:') return host
  return isLoopback(uri) ? hostname : uri
}

/** Any program on the device can wait at a loopback port or register a private scheme (RFC 8252 §8.6). */
export function isEasilyImitated({ client, to }: AuthorizationRequest): boolean {
  return isPublic(client) && !client.skipConfirmationForNative && !to.redirectUri.startsWith('https:')
}
