import { isLoopback, parameter } from '@valetkey/protocol'
import type { Interaction, LiveSession } from '../../accounts/ports.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/check-request.ts'
import { type Duration, durations, toDuration } from '../../oauth/authorization/duration.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { AuthorizationFlow, Evaluation } from '../../oauth/authorization/flow.ts'
import { isPublic } from '../../oauth/client.ts'
import { identityScopeOf } from '../../oauth/identity-scopes.ts'
import type { Audit, OAuthStores } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { type Rights, scopeOf } from '../../oauth/rights.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, readBrowser, toOwner } from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, sealRequest } from '../carried-request.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import {
  findInteraction,
  type InteractionOptions,
  keepForConsent,
  takeInteraction,
  toLogin,
  toStep,
} from '../interaction.ts'
import type { IdentityWords } from '../own-data.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { LanguageOf, Render } from '../render.ts'
import { toApiViews, toTicked } from '../rights-view.ts'
import { confirmPage } from './confirm-page.ts'
import { consentPage } from './page.ts'

/** The duration that is chosen when the page opens. */
const proposed: Duration = 'month'

export interface ConsentOptions extends InteractionOptions, LogoOptions {
  readonly issuer: string
  readonly origin: string
  readonly render: Render
  readonly languageOf: LanguageOf
  readonly flow: AuthorizationFlow
  readonly catalog: Pick<OAuthStores, 'listApis'>
  readonly users: Pick<OAuthStores, 'findUserClaims'>
  readonly identity: IdentityWords
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly accessToken: number }
}

export function consentRoutes(options: ConsentOptions): readonly Route[] {
  return [
    pageRoute('/consent', { GET: showConsent, POST: submitConsent }, options),
    aliasRoute('/consent/', options, '/consent'),
  ]
}

/** Shows what an app asks for; responds to the app at once where nothing needs to be asked. */
async function showConsent(request: OAuthRequest, options: ConsentOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const id = addressField(request, 'interaction')
  const carried = openRequest(addressField(request, 'request'), browser, options)
  const interaction = await findInteraction(id, browser, options)
  const found = interaction ?? (id === undefined ? carried : undefined)
  if (found === undefined || (carried !== undefined && hasExpired(carried, options))) {
    throw await expiredRequest(browser, carried, options)
  }
  if (browser.session === undefined) return toLogin(carried ?? sealRequest(found, browser, options), options)
  const { asked, evaluation } = await evaluate(found, browser.session, options)
  if (!isForConsent(evaluation)) {
    return toStep(evaluation.outcome, carried ?? sealRequest(found, browser, options), options)
  }
  if (evaluation.outcome === 'allowed') {
    if (interaction !== undefined && !(await takeInteraction(interaction, browser, options))) {
      throw await expiredRequest(browser, carried, options)
    }
    return options.flow.deliver(asked, evaluation, request)
  }
  if (interaction === undefined) return keepForConsent(request, found, { browser, session: browser.session }, options)
  const { sealed } = carried ?? sealRequest(found, browser, options)
  return show(request, { browser, id: interaction.id, sealed, asked, evaluation }, options)
}

/** Takes the user's decision, once, and responds to the app. */
async function submitConsent(request: OAuthRequest, options: ConsentOptions): Promise<Reply> {
  const { flow, audit } = options
  const posted = await readDecision(request, options)
  if ('reply' in posted) return posted.reply
  const { form, browser, session, interaction, carried } = posted
  const decision = parameter(form, 'decision')
  const duration = toDuration(parameter(form, 'duration') ?? proposed)
  if ((decision !== 'allow' && decision !== 'deny') || duration === undefined) {
    const description = 'decision or duration is missing or is not one of the offered values'
    throw new PageError({ status: 400, code: 'invalid_request', description, clause: undefined })
  }
  const owner = toOwner(session)
  const take = async () => {
    if (!(await takeInteraction(interaction, browser, options))) throw await expiredRequest(browser, carried, options)
  }
  const decide = async (asked: AuthorizationRequest, allow: boolean, ticked: Rights) => {
    audit.record({
      type: allow ? 'consent.given' : 'consent.denied',
      accountId: owner.accountId,
      clientId: asked.client.id,
      ...originOf(request),
      detail: allow ? duration : undefined,
    })
    return flow.deliver(asked, await flow.decide(asked, owner, { allow, ticked, duration }), request)
  }
  // A denial counts, even if another page allowed the same in the meantime.
  if (decision === 'deny') {
    const asked = await flow.resume(interaction.parameters)
    await take()
    return decide(asked, false, [])
  }
  const { asked, evaluation } = await evaluate(interaction, session, options)
  if (!isForConsent(evaluation)) {
    return toStep(evaluation.outcome, sealRequest(interaction, browser, options), options)
  }
  // The rights to be confirmed were revoked in the meantime: the form had no checkboxes, so the consent page is shown.
  if (evaluation.outcome === 'consent' && form.has('confirm')) {
    const { sealed } = sealRequest(interaction, browser, options)
    return show(request, { browser, id: interaction.id, sealed, asked, evaluation }, options)
  }
  await take()
  if (evaluation.outcome === 'confirm') {
    audit.record({
      type: 'consent.confirmed',
      accountId: session.accountId,
      clientId: asked.client.id,
      ...originOf(request),
    })
    return flow.deliver(asked, evaluation.allowed, request)
  }
  if (evaluation.outcome === 'allowed') return flow.deliver(asked, evaluation, request)
  const ticked = toTicked(evaluation.missing, form.get('scope') ?? [], asked.rights)
  const nothing = ticked.length === 0 && evaluation.held.length === 0 && evaluation.missing.length > 0
  return decide(asked, !nothing, ticked)
}

interface Decided {
  readonly form: Awaited<ReturnType<typeof readPosted>>['form']
  readonly browser: Browser
  readonly session: LiveSession
  readonly interaction: Interaction
  readonly carried: CarriedRequest | undefined
}

/** Reads a form of the consent page. One from before a logout or another login leads to the page on which its request continues. */
async function readDecision(
  request: OAuthRequest,
  options: ConsentOptions,
): Promise<Decided | { readonly reply: Reply }> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  const { session } = browser
  const interaction = await findInteraction(parameter(form, 'interaction'), browser, options)
  const carried = openRequest(addressField(request, 'request'), browser, options)
  if (token === 'wrong') throw outdatedForm(browser, options.base)
  if (interaction === undefined) {
    if (token === 'outdated' && carried === undefined) throw outdatedForm(browser, options.base)
    throw await expiredRequest(browser, carried, options)
  }
  if (session === undefined) return { reply: toLogin(sealRequest(interaction, browser, options), options) }
  if (token === 'outdated') return { reply: seeOther(`${options.base}/consent?interaction=${interaction.id}`) }
  return { form, browser, session, interaction, carried }
}

async function evaluate(
  { parameters, createdAt }: Pick<Interaction, 'parameters' | 'createdAt'>,
  session: LiveSession,
  { flow, clock }: ConsentOptions,
): Promise<{ readonly asked: AuthorizationRequest; readonly evaluation: Evaluation }> {
  const asked = await flow.resume(parameters)
  return { asked, evaluation: await flow.evaluate(asked, toOwner(session), Math.min(createdAt, clock())) }
}

/** Whether the page of consent may continue, or another one has to come first. */
function isForConsent(
  evaluation: Evaluation,
): evaluation is Exclude<Evaluation, { readonly outcome: 'login' | 'choose' | 'terms' }> {
  return !['login', 'choose', 'terms'].includes(evaluation.outcome)
}

/** Names the destination of a response: a host, or a private-use scheme, in which a host has no meaning (RFC 8252 §7.1). */
function targetOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? host : protocol
}

interface Showing {
  readonly browser: Browser
  readonly id: string
  readonly sealed: string
  readonly asked: AuthorizationRequest
  readonly evaluation: Extract<Evaluation, { readonly outcome: 'consent' | 'confirm' }>
}

/** Reads the user's claims as the client would get them. */
async function readUser({ session }: Browser, { client, rights }: AuthorizationRequest, { users }: ConsentOptions) {
  return session && users.findUserClaims({ accountId: session.accountId, client, scope: scopeOf(rights) })
}

async function show(
  request: OAuthRequest,
  { browser, id, sealed, asked, evaluation }: Showing,
  options: ConsentOptions,
): Promise<Reply> {
  const { base, render, languageOf, catalog, lifetimes } = options
  const { redirectUri } = asked.to
  const { missing, held } = evaluation.outcome === 'consent' ? evaluation : { missing: [], held: asked.rights }
  const apis = await catalog.listApis()
  const asksForData = identityScopeOf(missing).length > 0
  const user = asksForData ? await readUser(browser, asked, options) : undefined
  const rendering = { browser, kind: 'flow', locales: asked.uiLocales } as const
  const language = languageOf(request, rendering)
  const sources = { apis, accessTokenSeconds: lifetimes.accessToken, identity: options.identity, user, language }
  const heldViews = toApiViews(held, sources, asked.rights)
  const views = toApiViews(missing, sources, asked.rights)
  const isOnly = views.flatMap(({ rights }) => rights).length === 1
  const shown = asked.rights.flatMap(({ resource }) => {
    const heldHere = heldViews.find((one) => one.resource === resource)
    const askedHere = views.find((one) => one.resource === resource)
    const api = askedHere ?? heldHere
    if (api === undefined) return []
    const rights = (askedHere?.rights ?? []).map((right) => ({ ...right, checked: right.sensitive !== true || isOnly }))
    return [{ ...api, rights, held: heldHere?.rights }]
  })
  return render(request, rendering, (chrome) => {
    const common = {
      chrome: { ...chrome, account: undefined },
      action: `${base}/consent?request=${sealed}`,
      csrfToken: browser.formToken,
      interaction: id,
      client: toClientView(asked.client, options),
      account: { name: browser.session?.account.displayName ?? '' },
      redirect: { host: targetOf(redirectUri), anyApp: isPublic(asked.client) && isLoopback(redirectUri) },
      apis: shown,
      switchAccountHref: `${base}/login/switch?request=${sealed}`,
    }
    return evaluation.outcome === 'confirm'
      ? confirmPage(common)
      : consentPage({ ...common, durations: durations.map((value) => ({ value })), duration: proposed })
  })
}
