import { OAuthError, splitParameters } from '@valetkey/protocol'
import type { Instant } from '../oauth/ports.ts'
import { type OAuthRequest, toTarget } from '../oauth/request.ts'
import type { Visit } from './browser.ts'
import type { PageContext } from './options.ts'

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

/** Seals a request for the browser of a visit. */
export function sealRequest(
  { parameters, createdAt }: Pick<CarriedRequest, 'parameters' | 'createdAt'>,
  visit: Visit,
  { web, clock }: Pick<PageContext, 'web' | 'clock'>,
): CarriedRequest {
  const expiresAt = clock() + lifetime
  const sealed = web.sealer.seal(`${createdAt}.${expiresAt}.${parameters}`, toBinding(visit))
  return { parameters, createdAt, expiresAt, sealed }
}

/** Opens a sealed request; undefined for one of another browser or server, or none. It may have expired. */
export function openRequest(
  sealed: string | undefined,
  visit: Visit,
  { web }: Pick<PageContext, 'web'>,
): CarriedRequest | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(visit))
  const [, createdAt, expiresAt, parameters] = /^(\d+)\.(\d+)\.(.*)$/s.exec(text ?? '') ?? []
  if (sealed === undefined || parameters === undefined) return undefined
  return { parameters, createdAt: Number(createdAt), expiresAt: Number(expiresAt), sealed }
}

/** Reads a field of a page's address; empty where the address cannot be read. */
export function addressField(request: OAuthRequest, name: string): string | undefined {
  try {
    return splitParameters(toTarget(request.url).query).get(name)?.[0]
  } catch (cause) {
    if (cause instanceof OAuthError) return ''
    throw cause
  }
}

function toBinding({ browser }: Visit): string {
  return `authorization request|${browser}`
}
