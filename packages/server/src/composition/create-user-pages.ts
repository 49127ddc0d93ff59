import { createSessions } from '../accounts/session.ts'
import { describeIdentityScopes } from '../config/identity-scopes.ts'
import { createLook } from '../embedding/create-look.ts'
import { createMailing } from '../embedding/create-mailing.ts'
import { createPlayground } from '../embedding/create-playground.ts'
import { createUpstream } from '../embedding/create-upstream.ts'
import { ownAccountOptions } from '../embedding/own-account-options.ts'
import { pickLanguages } from '../embedding/pick-languages.ts'
import { siteOf } from '../http/networks.ts'
import { acrOf } from '../oauth/authentication-contexts.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { Outbound } from '../oauth/outbound.ts'
import { createPages } from '../pages/index.ts'
import { random } from '../secrets/random.ts'
import { languages } from '../ui/words/index.ts'
import type { Logins } from './create-logins.ts'
import type { Environment } from './environment.ts'
import type { Foundation } from './open-foundation.ts'

/** Creates the pages that users see, in their languages and in the operator's look, and the mail that they get. */
export function createUserPages(
  { config, options, clock, log, say, secret }: Environment,
  foundation: Foundation,
  { outbound, logins }: { readonly outbound: Outbound; readonly logins: Logins },
) {
  const { stores, users, features, passwords, hasher, audit, metrics } = foundation
  const { issuer, lifetimes } = config
  const { signUp, ...ways } = logins
  const pageLanguages = pickLanguages(config.languages, { ...languages, ...options.languages })
  const { mailing, ...mail } = createMailing({
    config,
    stores,
    secret,
    languages: pageLanguages,
    audit,
    note: metrics.mail,
    onError: log.jobFailure,
    clock,
    random,
  })
  const created = createPages({
    issuer,
    ...ways,
    images: outbound.images,
    sessions: createSessions({ store: users.sessions, lifetimes, random, hash: hashSecret, acrOf }),
    sessionStore: users.sessions,
    ...ownAccountOptions(stores, config),
    passwords,
    hasher,
    ownerAuthorizations: stores.ownerAuthorizations,
    catalog: stores.catalog,
    users: users.oauth,
    identity: { scopeClaims: features.scopeClaims, descriptions: describeIdentityScopes(config.identityScopes) },
    siteOf,
    audit,
    clock,
    random,
    noteProblem: log.problem,
    lifetimes,
    languages: pageLanguages,
    mailing,
    playground: createPlayground(config, options),
    features: {
      hasOwnAccounts: users.areOwn,
      hasLoginsElsewhere: (config.upstream ?? []).length > 0,
      sendsMail: mailing.way !== 'none',
    },
    look: createLook(config.brand, say),
    upstream: createUpstream(config, { outbound, stores, mailing, clock }),
    requireSecondFactor: config.secondFactor.required,
    ...signUp,
  })
  return { ...created, ...mail, locales: Object.keys(pageLanguages) }
}
