import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'

/** The authorities that are trusted, made on first use. */
export type Trust = () => SecureContext

/** Trusts certificate authorities in addition to those of Node. It takes some milliseconds: once for all connections. */
export function trust(certificates: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...getCACertificates('default'), ...certificates] })
}
