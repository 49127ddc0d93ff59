import { isLoopback, parameter } from '@valetkey/protocol'
import type { Interaction, LiveSession } from '../../accounts/ports.ts'
import { type Duration, durations, toDuration } from '../../oauth/authorization/duration.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { Evaluation } from '../../oauth/authorization/flow.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/read-request.ts'
import { isPublic } from '../../oauth/client.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Rights } from '../../oauth/rights.ts'
import { readVisit, toOwner, type Visit } from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, sealRequest } from '../carried-request.ts'
import { hasExpired, outdated } from '../expired-page.ts'
import { findInteraction, keepForConsent, takeInteraction, toLogin } from '../interaction.ts'
import type { PageContext } from '../options.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { toApiViews, toTicked } from '../rights-view.ts'
import { confirmPage } from './confirm-page.ts'
import { consentPage } from './page.ts'

/** The duration that is chosen when the page opens. */
const proposed: Duration = 'month'

/** Shows what an app asks for; answers the app at once where nothing needs to be asked. */
export async function showConsent(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const visit = await readVisit(request, context)
  const id = addressField(request, 'interaction')
  const carried = openRequest(addressField(request, 'request'), visit, context)
  const interaction = await findInteraction(id, visit, context)
  const found = interaction ?? (id === undefined ? carried : undefined)
  if (found === undefined || (carried !== undefined && hasExpired(carried, context))) {
    throw await outdated(visit, carried, context)
  }
  if (visit.session === undefined) return toLogin(carried ?? sealRequest(found, visit, context), context)
  const { asked, evaluation } = await evaluate(found, visit.session, context)
  if (evaluation.outcome === 'login') return toLogin(carried ?? sealRequest(found, visit, context), context)
  if (evaluation.outcome === 'allowed') {
    if (interaction !== undefined && !(await takeInteraction(interaction, visit, context))) {
      throw await outdated(visit, carried, context)
    }
    return context.flow.deliver(asked, evaluation)
  }
  if (interaction === undefined) return keepForConsent(request, found, { visit, session: visit.session }, context)
  const { sealed } = carried ?? sealRequest(found, visit, context)
  return show({ visit, id: interaction.id, sealed, asked, evaluation }, context)
}

/** Takes the user's decision, once, and answers the app. */
export async function submitConsent(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { flow, audit } = context
  const posted = await readDecision(request, context)
  if ('reply' in posted) return posted.reply
  const { form, visit, session, interaction, carried } = posted
  const decision = parameter(form, 'decision')
  const duration = toDuration(parameter(form, 'duration') ?? proposed)
  if ((decision !== 'allow' && decision !== 'deny') || duration === undefined) {
    const description = 'decision or duration is missing or is not one of the offered values'
    throw new PageError({ status: 400, code: 'invalid_request', description, clause: undefined })
  }
  const owner = toOwner(session)
  const take = async () => {
    if (!(await takeInteraction(interaction, visit, context))) throw await outdated(visit, carried, context)
  }
  const decide = async (asked: AuthorizationRequest, allow: boolean, ticked: Rights) => {
    audit.record({
      type: allow ? 'consent.given' : 'consent.denied',
      accountId: owner.accountId,
      clientId: asked.client.id,
      ...originOf(request),
      detail: allow ? duration : undefined,
    })
    return flow.deliver(asked, await flow.decide(asked, owner, { allow, ticked, duration }))
  }
  // Who denies is taken at their word, though another page may have allowed the same in the meantime.
  if (decision === 'deny') {
    const asked = await flow.read(interaction.parameters)
    await take()
    return decide(asked, false, [])
  }
  const { asked, evaluation } = await evaluate(interaction, session, context)
  if (evaluation.outcome === 'login') return toLogin(sealRequest(interaction, visit, context), context)
  // What was to be confirmed is no longer allowed: the form had nothing to tick, so it is asked in full.
  if (evaluation.outcome === 'consent' && form.has('confirm')) {
    const { sealed } = sealRequest(interaction, visit, context)
    return show({ visit, id: interaction.id, sealed, asked, evaluation }, context)
  }
  await take()
  if (evaluation.outcome === 'confirm') {
    audit.record({
      type: 'consent.confirmed',
      accountId: session.accountId,
      clientId: asked.client.id,
      ...originOf(request),
    })
    return flow.deliver(asked, evaluation.allowed)
  }
  if (evaluation.outcome === 'allowed') return flow.deliver(asked, evaluation)
  const ticked = toTicked(evaluation.missing, form.get('scope') ?? [], asked.rights)
  const nothing = ticked.length === 0 && evaluation.held.length === 0 && evaluation.missing.length > 0
  return decide(asked, !nothing, ticked)
}

/** Ends the session and asks for another login, for the same app. */
export async function switchAccount(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const posted = await readDecision(request, context)
  if ('reply' in posted) return posted.reply
  const { visit, session, interaction } = posted
  if (visit.sessionSecret !== undefined) await context.sessions.end(visit.sessionSecret)
  context.audit.record({ type: 'logout', accountId: session.accountId, ...originOf(request) })
  return toLogin(sealRequest(interaction, visit, context), context)
}

interface Decided {
  readonly form: Awaited<ReturnType<typeof readPosted>>['form']
  readonly visit: Visit
  readonly session: LiveSession
  readonly interaction: Interaction
  readonly carried: CarriedRequest | undefined
}

/** Reads a form of the consent page. One from before a logout or another login leads to where its request goes on. */
async function readDecision(request: OAuthRequest, context: PageContext): Promise<Decided | { readonly reply: Reply }> {
  const visit = await readVisit(request, context)
  const { form, token } = await readPosted(request, visit, context.origin)
  const { session } = visit
  const interaction = await findInteraction(parameter(form, 'interaction'), visit, context)
  const carried = openRequest(addressField(request, 'request'), visit, context)
  if (token === 'wrong') throw outdatedForm(visit)
  if (interaction === undefined) {
    if (token === 'outdated' && carried === undefined) throw outdatedForm(visit)
    throw await outdated(visit, carried, context)
  }
  if (session === undefined) return { reply: toLogin(sealRequest(interaction, visit, context), context) }
  if (token === 'outdated') return { reply: seeOther(`${context.base}/consent?interaction=${interaction.id}`) }
  return { form, visit, session, interaction, carried }
}

async function evaluate(
  { parameters, createdAt }: Pick<Interaction, 'parameters' | 'createdAt'>,
  session: LiveSession,
  { flow, clock }: PageContext,
): Promise<{ readonly asked: AuthorizationRequest; readonly evaluation: Evaluation }> {
  const asked = await flow.read(parameters)
  return { asked, evaluation: await flow.evaluate(asked, toOwner(session), Math.min(createdAt, clock())) }
}

/** Names where an answer goes: a host, or the scheme of an app, after which a host would mean nothing (RFC 8252 §7.1). */
function targetOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : protocol
}

interface Showing {
  readonly visit: Visit
  readonly id: string
  readonly sealed: string
  readonly asked: AuthorizationRequest
  readonly evaluation: Extract<Evaluation, { readonly outcome: 'consent' | 'confirm' }>
}

async function show({ visit, id, sealed, asked, evaluation }: Showing, context: PageContext): Promise<Reply> {
  const { base, render, catalog, lifetimes } = context
  const { redirectUri } = asked.to
  const { missing, held } = evaluation.outcome === 'consent' ? evaluation : { missing: [], held: asked.rights }
  const apis = await catalog.listApis()
  const heldViews = toApiViews(held, apis, lifetimes.accessToken, asked.rights)
  const views = toApiViews(missing, apis, lifetimes.accessToken, asked.rights)
  const shown = asked.rights.flatMap(({ resource }) => {
    const heldHere = heldViews.find((one) => one.resource === resource)
    const askedHere = views.find((one) => one.resource === resource)
    const api = askedHere ?? heldHere
    return api === undefined ? [] : [{ ...api, rights: askedHere?.rights ?? [], held: heldHere?.rights }]
  })
  return render({ visit, kind: 'flow' }, (chrome) => {
    const common = {
      chrome: { ...chrome, account: undefined },
      action: `${base}/consent?request=${sealed}`,
      csrfToken: visit.formToken,
      interaction: id,
      client: { name: asked.client.name },
      account: { name: visit.session?.account.displayName ?? '' },
      redirect: { host: targetOf(redirectUri), anyApp: isPublic(asked.client) && isLoopback(redirectUri) },
      apis: shown,
      switchAccountAction: `${base}/login/switch?request=${sealed}`,
    }
    return evaluation.outcome === 'confirm'
      ? confirmPage(common)
      : consentPage({ ...common, durations: durations.map((value) => ({ value })), duration: proposed })
  })
}
