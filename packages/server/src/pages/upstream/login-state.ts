import { hashSecret } from '../../oauth/hash.ts'
import type { OAuthRequest } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { sealRequest } from '../carried-request.ts'
import { findInteraction } from '../interaction.ts'
import type { Destination } from '../login/destination.ts'
import type { ProviderOptions } from './options.ts'

/** A login on its way to a provider and back: it travels as `state`, sealed for one browser and one provider. */
export interface LoginState {
  readonly nonce: string
  /** The secret of PKCE (RFC 7636 §4.1). */
  readonly verifier: string
  readonly createdAt: number
  readonly destination: StoredDestination
  /** The account that the identity is linked to; undefined for a login. */
  readonly linkTo?: string | undefined
  /** Whether the provider was asked to identify the user again. */
  readonly isFresh: boolean
}

/** A destination as text: a path, a request of an app, or the id of one that is too long for an address. */
export type StoredDestination =
  | { readonly path?: string | undefined }
  | { readonly parameters: string; readonly createdAt: number }
  | { readonly interaction: string }

/** How long a login elsewhere may take, in milliseconds. */
export const stateLifetime = 10 * 60_000

/** Providers and proxies refuse long addresses. */
const longestInAddress = 1_500

export function sealState(state: LoginState, browser: Browser, { web, client }: ProviderOptions): string {
  return web.sealer.seal(JSON.stringify(state), toBinding(browser, client.provider.name))
}

/** Opens a state; undefined for one of another browser, provider or server. */
export function openState(
  sealed: string | undefined,
  browser: Browser,
  { web, client }: ProviderOptions,
): LoginState | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser, client.provider.name))
  return text === undefined ? undefined : (JSON.parse(text) as LoginState) // written only by sealState
}

/** Two providers never share a state, so that none can pass for the other (RFC 9700 §4.4). */
function toBinding({ secret }: Browser, provider: string): string {
  return `login elsewhere|${provider}|${secret}`
}

/** Writes a destination. A request that is too long for an address is stored for half an hour. */
export async function storeDestination(
  request: OAuthRequest,
  { carried, path }: Destination,
  browser: Browser,
  { interactions, random, clock, siteOf }: Pick<ProviderOptions, 'interactions' | 'random' | 'clock' | 'siteOf'>,
): Promise<StoredDestination> {
  if (carried === undefined) return { path }
  const { parameters, createdAt, expiresAt } = carried
  if (parameters.length <= longestInAddress) return { parameters, createdAt }
  const id = random(16)
  const browserHash = hashSecret('browser', browser.secret)
  const addressPrefix = siteOf(request.remoteAddress ?? 'unknown')
  const accountId = `nobody in ${browserHash}`
  await interactions.keep({ id, browserHash, parameters, createdAt, expiresAt, accountId, addressPrefix }, clock())
  return { interaction: id }
}

/** Reads a destination; empty if its request has expired. */
export async function restoreDestination(
  stored: StoredDestination,
  browser: Browser,
  options: Pick<ProviderOptions, 'interactions' | 'clock' | 'web'>,
): Promise<Destination> {
  if ('parameters' in stored) return { carried: sealRequest(stored, browser, options) }
  if (!('interaction' in stored)) return { path: stored.path }
  const found = await findInteraction(stored.interaction, browser, options)
  return found === undefined ? {} : { carried: sealRequest(found, browser, options) }
}
