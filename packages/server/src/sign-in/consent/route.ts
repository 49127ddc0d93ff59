import { isLoopback, parameter, parseParameters } from '@valetkey/protocol'
import { type Duration, durations, toDuration } from '../../oauth/authorization/duration.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/read-request.ts'
import { isPublic } from '../../oauth/client.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply, seeOther, toTarget } from '../../oauth/request.ts'
import type { Rights } from '../../oauth/rights.ts'
import { findInteraction, outdated } from '../interaction.ts'
import type { PageContext } from '../options.ts'
import { readPost } from '../read-post.ts'
import { toApiViews, toTicked } from '../rights-view.ts'
import { readVisit, toOwner, type Visit } from '../visit.ts'
import { consentPage } from './page.ts'

/** The duration that is chosen when the page opens. */
const proposed: Duration = 'month'

/** Shows what an app asks for; answers the app at once where nothing needs to be asked. */
export async function showConsent(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { base, clock, flow, interactions } = context
  const visit = await readVisit(request, context)
  const id = parameter(parseParameters(toTarget(request.url).query), 'interaction')
  const interaction = await findInteraction(id, visit, context)
  if (interaction === undefined) throw outdated(visit)
  if (visit.session === undefined) return seeOther(`${base}/login?interaction=${interaction.id}`)
  const asked = await flow.read(interaction.parameters)
  const since = Math.min(interaction.createdAt, clock())
  const owner = toOwner(visit.session)
  const evaluation = await flow.evaluate(asked, owner, since)
  if (evaluation.outcome === 'login') return seeOther(`${base}/login?interaction=${interaction.id}`)
  if (evaluation.outcome === 'allowed') {
    if (!(await interactions.take(interaction.id, hashSecret('browser', visit.browser)))) throw outdated(visit)
    return flow.deliver(asked, evaluation)
  }
  return show({ visit, id: interaction.id, asked, ...evaluation }, context)
}

/** Takes the person's decision, once, and answers the app. */
export async function submitConsent(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { base, origin, clock, flow, interactions, audit } = context
  const visit = await readVisit(request, context)
  const form = await readPost(request, visit, origin)
  const interaction = await findInteraction(parameter(form, 'interaction'), visit, context)
  if (interaction === undefined) throw outdated(visit)
  if (visit.session === undefined) return seeOther(`${base}/login?interaction=${interaction.id}`)
  const decision = parameter(form, 'decision')
  const duration = toDuration(parameter(form, 'duration') ?? proposed)
  if ((decision !== 'allow' && decision !== 'deny') || duration === undefined) {
    const description = 'the form lacks a decision or a duration that the page offers'
    throw new PageError({ status: 400, code: 'invalid_request', description, clause: undefined })
  }
  const asked = await flow.read(interaction.parameters)
  const owner = toOwner(visit.session)
  const take = () => interactions.take(interaction.id, hashSecret('browser', visit.browser))
  const decide = async (allow: boolean, ticked: Rights) => {
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
    if (!(await take())) throw outdated(visit)
    return decide(false, [])
  }
  const evaluation = await flow.evaluate(asked, owner, Math.min(interaction.createdAt, clock()))
  if (evaluation.outcome === 'login') return seeOther(`${base}/login?interaction=${interaction.id}`)
  if (!(await take())) throw outdated(visit)
  if (evaluation.outcome === 'allowed') return flow.deliver(asked, evaluation)
  const ticked = toTicked(evaluation.missing, form.get('scope') ?? [], asked.rights)
  const nothing = ticked.length === 0 && evaluation.held.length === 0 && evaluation.missing.length > 0
  return decide(!nothing, ticked)
}

/** Ends the session and asks for another login, for the same app. */
export async function switchAccount(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const visit = await readVisit(request, context)
  const form = await readPost(request, visit, context.origin)
  const interaction = await findInteraction(parameter(form, 'interaction'), visit, context)
  if (visit.sessionSecret !== undefined) await context.sessions.end(visit.sessionSecret)
  context.audit.record({ type: 'logout', accountId: visit.session?.accountId, ...originOf(request) })
  const query = interaction === undefined ? '' : `?interaction=${interaction.id}`
  return seeOther(`${context.base}/login${query}`)
}

/** Names where an answer goes: a host, or the scheme of an app, after which a host would mean nothing (RFC 8252 §7.1). */
function targetOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : protocol
}

interface Showing {
  readonly visit: Visit
  readonly id: string
  readonly asked: AuthorizationRequest
  readonly missing: Rights
  readonly held: Rights
}

async function show({ visit, id, asked, missing, held }: Showing, context: PageContext): Promise<Reply> {
  const { base, render, catalog, lifetimes } = context
  const { redirectUri } = asked.to
  const apis = await catalog.listApis()
  const heldViews = toApiViews(held, apis, lifetimes.accessToken, asked.rights)
  const views = toApiViews(missing, apis, lifetimes.accessToken, asked.rights)
  const shown = asked.rights.flatMap(({ resource }) => {
    const heldHere = heldViews.find((one) => one.resource === resource)
    const askedHere = views.find((one) => one.resource === resource)
    const api = askedHere ?? heldHere
    return api === undefined ? [] : [{ ...api, rights: askedHere?.rights ?? [], held: heldHere?.rights }]
  })
  return render({ visit, kind: 'flow' }, (chrome) =>
    consentPage({
      chrome: { ...chrome, account: undefined },
      action: `${base}/consent`,
      csrfToken: visit.formToken,
      interaction: id,
      client: { name: asked.client.name },
      account: { name: visit.session?.account.displayName ?? '' },
      redirect: { host: targetOf(redirectUri), anyApp: isPublic(asked.client) && isLoopback(redirectUri) },
      apis: shown,
      durations: durations.map((value) => ({ value })),
      duration: proposed,
      switchAccountAction: `${base}/login/switch`,
    }),
  )
}
