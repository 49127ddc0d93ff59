import { type Parameters, parameter } from '@valetkey/protocol'
import type { LiveSession, SessionStore } from '../../accounts/ports.ts'
import { type Api, rightsAtSameApis } from '../../oauth/api.ts'
import type { AuditType } from '../../oauth/audit-event.ts'
import { earlyEnd, gatherRights, rightsAt } from '../../oauth/expiring-rights.ts'
import { withoutOrphans } from '../../oauth/identity-scopes.ts'
import type { Audit, OAuthStores, OwnedAuthorization, OwnerAuthorizations } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { commonRights, covers, type Rights } from '../../oauth/rights.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, type BrowserOptions, readBrowser, sessionCookie } from '../browser.ts'
import { nameBrowser } from '../browser-name.ts'
import type { IdentityWords } from '../own-data.ts'
import { aliasRoute, formRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { type RightsSources, toApiViews, toTicked } from '../rights-view.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { soonerEnds, toEnd } from './expiry-choices.ts'
import { type KeysOutcome, type KeyView, keysPage } from './page.ts'

export interface KeysOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly ownerAuthorizations: OwnerAuthorizations
  readonly catalog: Pick<OAuthStores, 'findClient' | 'listApis'>
  readonly identity: IdentityWords
  readonly sessionStore: Pick<SessionStore, 'find'>
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly accessToken: number }
}

export function keysRoutes(options: KeysOptions): readonly Route[] {
  return [
    pageRoute('/keys', { GET: showKeys }, options),
    aliasRoute('/keys/', options, '/keys'),
    formRoute('/keys/change', narrowAuthorization, options, '/keys'),
    formRoute('/keys/take-back', revokeAuthorization, options, '/keys'),
  ]
}

async function showKeys(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  if (browser.session === undefined) return seeOther(`${options.base}/login`)
  return show(request, browser, browser.session, readOutcome<KeysOutcome>('/keys', request, browser, options), options)
}

/** Removes rights from an authorization or makes it expire sooner; never the opposite. */
async function narrowAuthorization(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, session, keys, now }) => {
    const key = keys.find((one) => one.id === parameter(form, 'key'))
    if (key === undefined) return gone
    const before = rightsNow(key, await options.catalog.listApis(), now)
    const ticked = commonRights(before, toTicked(before, form.get('scope') ?? [], key.rights))
    const rights = withoutOrphans(ticked, before)
    const isNarrower = !covers(rights, before)
    const chosenEnd = toEnd(parameter(form, 'ends'), key.endsAt, now)
    const left = gatherRights(rights, [key], chosenEnd)
    const { endsAt } = left
    if (isNarrower && rights.length === 0) return { done: 'nothing', why: 'empty' }
    const { accountId } = session
    const changed = { keyId: key.id, clientName: await clientName(key.clientId, options) }
    if (!isNarrower && endsAt === key.endsAt) return { done: 'unchanged', ...changed }
    const done = await options.ownerAuthorizations.narrow({ id: key.id, accountId, was: key.rights, ...left })
    if (!done) return gone
    note('key.changed', key, request, options)
    const endsIn = endsAt === undefined || endsAt === key.endsAt ? undefined : (endsAt - now) / 1000
    return { done: 'changed', ...changed, isNarrower, endsIn }
  })
}

/** Revokes an authorization and every token that was issued under it. */
async function revokeAuthorization(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, session, keys, now }) => {
    const key = keys.find((one) => one.id === parameter(form, 'key'))
    if (key === undefined || !(await options.ownerAuthorizations.revoke(key.id, session.accountId, now))) return gone
    note('key.taken-back', key, request, options)
    const apis = await options.catalog.listApis()
    const views = toApiViews(rightsNow(key, apis, now), sourcesOf(apis, options))
    const lateApis = views
      .filter((view) => view.revocationDelaySeconds > 0)
      .map((view) => ({ name: view.name, seconds: view.revocationDelaySeconds }))
    const otherKeys = keys.filter((one) => one.clientId === key.clientId).length - 1
    return { done: 'taken-back', clientName: await clientName(key.clientId, options), otherKeys, lateApis }
  })
}

const gone: KeysOutcome = { done: 'nothing', why: 'gone' }

interface Acting {
  readonly form: Parameters
  readonly session: LiveSession
  readonly keys: readonly OwnedAuthorization[]
  readonly now: number
}

/** Carries out a form and redirects to the page, so that a reload does not repeat it. */
async function act(
  request: OAuthRequest,
  options: KeysOptions,
  work: (acting: Acting) => Promise<KeysOutcome>,
): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  const { session } = browser
  if (token === 'wrong') throw outdatedForm(browser, options.base)
  if (session === undefined) return seeOther(`${options.base}/login`)
  if (token === 'outdated') throw outdatedForm(browser, options.base)
  const now = options.clock()
  const keys = await listKeys(session.accountId, now, options)
  const outcome = await work({ form, session, keys, now })
  if ((await options.sessionStore.find(session.hash)) !== undefined)
    return toOutcome('/keys', outcome, browser, options)
  return seeOther(`${options.base}/login`, {
    'set-cookie': [...options.web.writeBrowserState('', 0), options.web.writeCookie(sessionCookie, '', 0)],
  })
}

async function show(
  request: OAuthRequest,
  browser: Browser,
  session: LiveSession,
  outcome: KeysOutcome | undefined,
  options: KeysOptions,
): Promise<Reply> {
  const { base, clock, render } = options
  const now = clock()
  const keys = await listKeys(session.accountId, now, options)
  const views = await Promise.all(keys.map((key) => toView(key, now, options)))
  return render(request, { browser, kind: 'account' }, (chrome) =>
    keysPage({
      chrome,
      csrfToken: browser.formToken,
      now: new Date(now),
      keys: views,
      changeAction: `${base}/keys/change`,
      takeBackAction: `${base}/keys/take-back`,
      sessionsHref: `${base}/account/sessions`,
      outcome,
    }),
  )
}

/** Lists the authorizations that still grant a right: those at an API that was removed since are void. */
async function listKeys(accountId: string, now: number, { ownerAuthorizations, catalog }: KeysOptions) {
  const [keys, apis] = await Promise.all([ownerAuthorizations.list(accountId, now), catalog.listApis()])
  return keys.filter((key) => key.rights.length === 0 || rightsNow(key, apis, now).length > 0)
}

function rightsNow(key: OwnedAuthorization, apis: readonly Api[], now: number): Rights {
  return rightsAtSameApis(rightsAt(key, now), apis, key.createdAt)
}

function sourcesOf(apis: readonly Api[], { lifetimes, identity }: KeysOptions): RightsSources {
  return { apis, accessTokenSeconds: lifetimes.accessToken, identity }
}

async function toView(key: OwnedAuthorization, now: number, options: KeysOptions): Promise<KeyView> {
  const apis = await options.catalog.listApis()
  return {
    id: key.id,
    client: { name: await clientName(key.clientId, options) },
    apis: toApiViews(rightsNow(key, apis, now), sourcesOf(apis, options), key.rights).map((api) => ({
      ...api,
      rights: api.rights.map((right) => {
        const end = earlyEnd(key, api.resource, right.name)
        return { ...right, endsAt: end === undefined ? undefined : new Date(end) }
      }),
    })),
    givenAt: new Date(key.createdAt),
    givenIn: key.userAgent === undefined ? undefined : nameBrowser(key.userAgent),
    lastUsedAt: key.lastUsedAt === undefined ? undefined : new Date(key.lastUsedAt),
    useCount: key.useCount,
    endsAt: key.endsAt === undefined ? null : new Date(key.endsAt),
    sooner: soonerEnds(key.endsAt, now),
  }
}

async function clientName(id: string, { catalog }: KeysOptions): Promise<string> {
  return (await catalog.findClient(id))?.name ?? id
}

function note(type: AuditType, key: OwnedAuthorization, request: OAuthRequest, { audit }: KeysOptions): void {
  const { accountId, clientId, id } = key
  audit.record({ type, accountId, clientId, authorizationId: id, ...originOf(request) })
}
