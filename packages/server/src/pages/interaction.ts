import { OAuthError } from '@valetkey/protocol'
import type { Interactions } from '../accounts/interactions.ts'
import type { Interaction, LiveSession } from '../accounts/ports.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { Step } from '../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import { seeOther } from '../oauth/request.ts'
import { type Browser, type BrowserOptions, readBrowser } from './browser.ts'
import { type CarriedRequest, sealRequest } from './carried-request.ts'
import type { Web } from './ports.ts'

export interface InteractionOptions extends BrowserOptions {
  readonly web: Web
  readonly interactions: Interactions
  /** The path of the issuer, without a slash at its end. */
  readonly base: string
  /** Names the widest network of an address that one customer of a provider has. */
  readonly siteOf: (address: string) => string
}

/** Sends the browser to log in, with the authorization request sealed into the address, or to decide. */
export async function beginInteraction(
  request: OAuthRequest,
  step: Step,
  parameters: string,
  options: InteractionOptions,
): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const asked = { parameters, createdAt: options.clock() }
  const reply =
    step === 'consent' && browser.session !== undefined
      ? await keepForConsent(request, asked, { browser, session: browser.session }, options)
      : toStep(step, sealRequest(asked, browser, options), options)
  return browser.newCookie === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, 'set-cookie': browser.newCookie } }
}

/** Leads to the login of a request; after it, to what the request needs then. */
export function toLogin({ sealed }: Pick<CarriedRequest, 'sealed'>, { base }: Pick<InteractionOptions, 'base'>): Reply {
  return seeOther(`${base}/login?request=${sealed}`)
}

/** Where the choice of an account leads: to the app whose request it is for, or to a page of the user's own. */
export interface Choosing {
  readonly carried?: Pick<CarriedRequest, 'sealed'> | undefined
  /** A path of this server, without the base path of the issuer. */
  readonly path?: string | undefined
}

/** Returns the address of the page on which the user chooses an account. */
export function chooserHref({ carried, path }: Choosing, base: string): string {
  if (carried !== undefined) return `${base}/login/switch?request=${carried.sealed}`
  return `${base}/login/switch${path === undefined ? '' : `?to=${encodeURIComponent(path)}`}`
}

/** Leads to the choice of an account, for a request or for the user's own pages. */
export function toChooser(choosing: Choosing, { base }: Pick<InteractionOptions, 'base'>): Reply {
  return seeOther(chooserHref(choosing, base))
}

/** Leads to a step of a request that is not its consent. */
export function toStep(step: Step, carried: CarriedRequest, options: Pick<InteractionOptions, 'base'>): Reply {
  if (step === 'create') return seeOther(`${options.base}/sign-up?request=${carried.sealed}`)
  if (step === 'terms') return seeOther(`${options.base}/login/terms?request=${carried.sealed}`)
  return step === 'choose' ? toChooser({ carried }, options) : toLogin(carried, options)
}

/** Leads to what a request needs now. */
export function toNextStep(
  { sealed }: Pick<CarriedRequest, 'sealed'>,
  { base }: Pick<InteractionOptions, 'base'>,
): Reply {
  return seeOther(`${base}/consent?request=${sealed}`)
}

/** Keeps a request of a user who is logged in, bound to the browser, and leads to its consent page. */
export async function keepForConsent(
  request: OAuthRequest,
  asked: Pick<CarriedRequest, 'parameters' | 'createdAt'>,
  { browser, session }: { readonly browser: Browser; readonly session: LiveSession },
  options: InteractionOptions,
): Promise<Reply> {
  const { interactions, random, clock, base, siteOf } = options
  const { parameters, createdAt, expiresAt, sealed } = sealRequest(asked, browser, options)
  const id = random(16)
  const kept = await interactions.keep(
    {
      id,
      browserHash: hashSecret('browser', browser.secret),
      parameters,
      createdAt,
      expiresAt,
      accountId: session.accountId,
      addressPrefix: siteOf(request.remoteAddress ?? 'unknown'),
    },
    clock(),
  )
  if (kept.outcome === 'full') {
    throw new OAuthError(
      'temporarily_unavailable',
      'too many authorization requests are awaiting a decision: try again',
      {
        status: 503,
        headers: { 'retry-after': String(kept.retryAfterSeconds) },
      },
    )
  }
  return seeOther(`${base}/consent?interaction=${id}&request=${sealed}`)
}

/** Finds the interaction that an address or form names, if it belongs to this browser and has not expired. */
export async function findInteraction(
  id: string | undefined,
  browser: Browser,
  { interactions, clock }: Pick<InteractionOptions, 'interactions' | 'clock'>,
): Promise<Interaction | undefined> {
  return id === undefined ? undefined : interactions.find(id, hashSecret('browser', browser.secret), clock())
}

/** Removes an interaction that is about to be completed. Of two concurrent callers exactly one gets true. */
export function takeInteraction(
  { id }: Pick<Interaction, 'id'>,
  browser: Browser,
  { interactions }: Pick<InteractionOptions, 'interactions'>,
): Promise<boolean> {
  return interactions.take(id, hashSecret('browser', browser.secret))
}
