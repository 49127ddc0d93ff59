import { OAuthError, splitParameters } from '@valetkey/protocol'
import type { Clock, Instant } from '../oauth/ports.ts'
import { type OAuthRequest, toTarget } from '../oauth/request.ts'
import type { Browser } from './browser.ts'
import type { Web } from './ports.ts'

/** An authorization request on its way through the browser: nothing of it is stored until its user is logged in. */
export interface CarriedRequest {
  /** Form-encoded. */
  readonly parameters: string
  /** When the client asked: a login before that does not satisfy `prompt=login`. */
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** The request sealed, as the field `request` of a page's address holds it. */
  readonly sealed: string
}

/** How long a user may take for each step, in milliseconds. */
const lifetime = 30 * 60_000

/** What seals a request into an address. */
export interface SealingOptions {
  readonly web: Pick<Web, 'sealer'>
  readonly clock: Clock
}

/** Seals a request for one browser. */
export function sealRequest(
  { parameters, createdAt }: Pick<CarriedRequest, 'parameters' | 'createdAt'>,
  browser: Browser,
  { web, clock }: SealingOptions,
): CarriedRequest {
  const expiresAt = clock() + lifetime
  const sealed = web.sealer.seal(`${createdAt}.${expiresAt}.${parameters}`, toBinding(browser))
  return { parameters, createdAt, expiresAt, sealed }
}

/** Opens a sealed request; undefined for one of another browser or server, or none. It may have expired. */
export function openRequest(
  sealed: string | undefined,
  browser: Browser,
  { web }: Pick<SealingOptions, 'web'>,
): CarriedRequest | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser))
  const [, createdAt, expiresAt, parameters] = /^(\d+)\.(\d+)\.(.*)$/s.exec(text ?? '') ?? []
  if (sealed === undefined || parameters === undefined) return undefined
  return { parameters, createdAt: Number(createdAt), expiresAt: Number(expiresAt), sealed }
}

/** Reads a field of a page's address; empty if the address cannot be read. */
export function addressField(request: OAuthRequest, name: string): string | undefined {
  try {
    return splitParameters(toTarget(request.url).query).get(name)?.[0]
  } catch (cause) {
    if (cause instanceof OAuthError) return ''
    throw cause
  }
}

function toBinding({ secret }: Browser): string {
  return `authorization request|${secret}`
}
