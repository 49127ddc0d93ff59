import type { Mailing } from '../accounts/mail/mail.ts'
import type { OneTimeLinks } from '../accounts/mail/one-time-links.ts'
import { usualClaims } from '../accounts/upstream/claims.ts'
import type { PendingLogin, PendingLogins } from '../accounts/upstream/pending.ts'
import type { OpenIdSource, UpstreamProvider, UserinfoSource } from '../accounts/upstream/provider.ts'
import { createProviderClient } from '../accounts/upstream/provider-client.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/read-config.ts'
import type { Outbound } from '../oauth/outbound.ts'
import type { Upstream } from '../pages/upstream/options.ts'
import type { Stores } from '../storage/open-stores.ts'
import type { ServerOptions } from './server.ts'

type Entry = NonNullable<Config['upstream']>[number]

export interface CreateUpstreamOptions {
  readonly outbound: Outbound
  readonly stores: Pick<Stores, 'upstream'>
  readonly mailing: Mailing
  readonly clock: () => number
}

/**
 * Rejects providers if users are not accounts of this server, since a login elsewhere is linked to such an account.
 * @throws ConfigError
 */
export function refuseUpstreamOfOwnUsers(
  { upstream = [], ldap }: Pick<Config, 'upstream' | 'ldap'>,
  { accounts }: Pick<ServerOptions, 'accounts'>,
): void {
  if (upstream.length === 0 || (accounts === undefined && ldap === undefined)) return
  const [users, source] =
    accounts === undefined
      ? ['the users are those of ldap', 'ldap']
      : ['the application has its own users', 'the option accounts']
  throw new ConfigError(
    `upstream links logins at other providers to accounts of this server, but ${users}: remove upstream or ${source}`,
  )
}

/** Creates login with the configured providers, without contacting any of them. */
export function createUpstream(
  { upstream: entries = [], signUp }: Pick<Config, 'upstream' | 'signUp'>,
  { outbound, stores, mailing, clock }: CreateUpstreamOptions,
): Upstream {
  const options = { request: outbound.fetch, loadDocument: outbound.documents.load, clock }
  const providers = entries.map(toProvider)
  return {
    providers,
    clients: providers.map((provider) => createProviderClient(provider, options)),
    store: stores.upstream,
    pending: createPendingLogins(mailing.links),
    isSignUpOpen: signUp === 'open',
    notices: mailing.notices,
  }
}

function toProvider(entry: Entry): UpstreamProvider {
  const { name, client_secret: clientSecret } = entry
  const source = toSource(entry)
  return {
    name,
    label: entry.label ?? name.charAt(0).toUpperCase() + name.slice(1),
    source,
    clientId: entry.client_id,
    clientSecret,
    authentication: entry.secretIn,
    scope: entry.scope ?? (source.kind === 'openid' ? 'openid profile email' : undefined),
    parameters: entry.parameters ?? {},
    claims: entry.claims ?? usualClaims,
    updateClaims: entry.updateClaims,
    createAccounts: entry.createAccounts,
    emailDomains: entry.emailDomains,
    trustEmail: entry.trustEmail,
    trustMethods: entry.trustMethods,
  }
}

/** The schema has checked that the URLs are present: the empty strings only satisfy the types. */
function toSource(entry: Entry): OpenIdSource | UserinfoSource {
  if (entry.issuer !== undefined) return { kind: 'openid', issuer: entry.issuer }
  return {
    kind: 'userinfo',
    authorizationEndpoint: entry.authorization_endpoint ?? '',
    tokenEndpoint: entry.token_endpoint ?? '',
    userinfoEndpoint: entry.userinfo_endpoint ?? '',
    subject: entry.subject ?? 'id',
  }
}

const purpose = 'first-login'

/** Stores pending logins as single-use links. */
export function createPendingLogins(links: Pick<OneTimeLinks, 'create' | 'find' | 'take'>): PendingLogins {
  const read = async (secret: string, browserHash: string, now: number) => {
    const link = await links.find(secret, purpose, now)
    return link?.browserHash === browserHash ? (JSON.parse(link.data.login ?? '') as PendingLogin) : undefined // written below
  }
  return {
    put: (login, browserHash, now) =>
      links.create({ purpose, browserHash, data: { login: JSON.stringify(login) }, now }),
    find: read,
    async take(secret, browserHash, now) {
      const found = await read(secret, browserHash, now)
      return found !== undefined && (await links.take(secret, purpose, now)) !== undefined ? found : undefined
    },
  }
}
