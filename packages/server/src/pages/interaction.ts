import { OAuthError } from '@valetkey/protocol'
import type { Interaction, LiveSession } from '../accounts/ports.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import { seeOther } from '../oauth/request.ts'
import { readVisit, type Visit } from './browser.ts'
import { type CarriedRequest, sealRequest } from './carried-request.ts'
import type { PageContext } from './options.ts'

type InteractionContext = Omit<PageContext, 'flow'>

/** Sends the browser to log in, with the authorization request sealed into the address, or to decide. */
export async function beginInteraction(
  request: OAuthRequest,
  step: 'login' | 'consent',
  parameters: string,
  context: InteractionContext,
): Promise<Reply> {
  const visit = await readVisit(request, context)
  const asked = { parameters, createdAt: context.clock() }
  const reply =
    step === 'consent' && visit.session !== undefined
      ? await keepForConsent(request, asked, { visit, session: visit.session }, context)
      : toLogin(sealRequest(asked, visit, context), context)
  return visit.newCookie === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, 'set-cookie': visit.newCookie } }
}

/** Leads to the login of a request; after it, to what the request needs then. */
export function toLogin({ sealed }: Pick<CarriedRequest, 'sealed'>, { base }: Pick<PageContext, 'base'>): Reply {
  return seeOther(`${base}/login?request=${sealed}`)
}

/** Leads to what a request needs now. */
export function toNextStep({ sealed }: Pick<CarriedRequest, 'sealed'>, { base }: Pick<PageContext, 'base'>): Reply {
  return seeOther(`${base}/consent?request=${sealed}`)
}

/** Keeps a request of a user who is logged in, bound to the browser, and leads to its consent page. */
export async function keepForConsent(
  request: OAuthRequest,
  asked: Pick<CarriedRequest, 'parameters' | 'createdAt'>,
  { visit, session }: { readonly visit: Visit; readonly session: LiveSession },
  context: InteractionContext,
): Promise<Reply> {
  const { interactions, random, clock, base, siteOf } = context
  const { parameters, createdAt, expiresAt, sealed } = sealRequest(asked, visit, context)
  const id = random(16)
  const kept = await interactions.keep(
    {
      id,
      browserHash: hashSecret('browser', visit.browser),
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
  visit: Visit,
  { interactions, clock }: Pick<PageContext, 'interactions' | 'clock'>,
): Promise<Interaction | undefined> {
  return id === undefined ? undefined : interactions.find(id, hashSecret('browser', visit.browser), clock())
}

/** Removes an interaction that is to be answered now. Of two callers racing, exactly one gets true. */
export function takeInteraction(
  { id }: Pick<Interaction, 'id'>,
  visit: Visit,
  { interactions }: Pick<PageContext, 'interactions'>,
): Promise<boolean> {
  return interactions.take(id, hashSecret('browser', visit.browser))
}
