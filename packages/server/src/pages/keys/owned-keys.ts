import type { SessionStore } from '../../accounts/ports.ts'
import { type Api, rightsAtSameApis } from '../../oauth/api.ts'
import type { AuditType } from '../../oauth/audit-event.ts'
import type { Client } from '../../oauth/client.ts'
import { earlyEnd, rightsAt } from '../../oauth/expiring-rights.ts'
import { loginInitiation } from '../../oauth/openid/login-initiation.ts'
import type { Audit, OAuthStores, OwnedAuthorization, OwnerAuthorizations } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf } from '../../oauth/request.ts'
import type { Rights } from '../../oauth/rights.ts'
import type { BrowserOptions } from '../browser.ts'
import { nameBrowser } from '../browser-name.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import type { IdentityWords } from '../own-data.ts'
import type { LanguageOf, Render } from '../render.ts'
import { type RightsSources, toApiViews } from '../rights-view.ts'
import type { KeyView } from './card.ts'
import { soonerEnds } from './expiry-choices.ts'

export interface KeysOptions extends BrowserOptions, LogoOptions {
  readonly base: string
  readonly origin: string
  readonly issuer: string
  readonly render: Render
  readonly languageOf: LanguageOf
  readonly ownerAuthorizations: OwnerAuthorizations
  readonly catalog: Pick<OAuthStores, 'findClient' | 'listApis'>
  readonly identity: IdentityWords
  readonly sessionStore: Pick<SessionStore, 'find'>
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly accessToken: number }
}

/** Lists the authorizations that still grant a right: those at an API that was removed since are void. */
export async function listKeys(accountId: string, now: number, { ownerAuthorizations, catalog }: KeysOptions) {
  const [keys, apis] = await Promise.all([ownerAuthorizations.list(accountId, now), catalog.listApis()])
  return keys.filter((key) => key.rights.length === 0 || rightsNow(key, apis, now).length > 0)
}

export function rightsNow(key: OwnedAuthorization, apis: readonly Api[], now: number): Rights {
  return rightsAtSameApis(rightsAt(key, now), apis, key.createdAt)
}

export function sourcesOf(apis: readonly Api[], language: string, { lifetimes, identity }: KeysOptions): RightsSources {
  return { apis, accessTokenSeconds: lifetimes.accessToken, identity, language }
}

/** Shows a key as its pages do, in the language of the page. */
export async function toView(
  key: OwnedAuthorization,
  { now, language }: { readonly now: number; readonly language: string },
  options: KeysOptions,
): Promise<KeyView> {
  const apis = await options.catalog.listApis()
  const client = await options.catalog.findClient(key.clientId)
  return {
    id: key.id,
    client:
      client === undefined
        ? { name: key.clientId }
        : {
            ...toClientView(client, options),
            publisher: publisherOf(client),
            loginHref: loginInitiation(client, options.issuer),
          },
    apis: toApiViews(rightsNow(key, apis, now), sourcesOf(apis, language, options), key.rights).map((api) => ({
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

/** Names the site of the client, if its registration has one (RFC 7591 §2, `client_uri`). */
function publisherOf({ metadata: { client_uri: uri } }: Client): KeyView['client']['publisher'] {
  if (uri === undefined || !URL.canParse(uri)) return undefined
  return { href: uri, host: new URL(uri).host }
}

export async function clientName(id: string, { catalog }: KeysOptions): Promise<string> {
  return (await catalog.findClient(id))?.name ?? id
}

export function note(type: AuditType, key: OwnedAuthorization, request: OAuthRequest, { audit }: KeysOptions): void {
  const { accountId, clientId, id } = key
  audit.record({ type, accountId, clientId, authorizationId: id, ...originOf(request) })
}
