import { isTwoStep } from '../accounts/second-factor/second-factors.ts'
import { createRegistration } from '../embedding/create-registration.ts'
import type { UsageCounter } from '../jobs/usage-counter.ts'
import { createClientSecrets } from '../oauth/client-authentication/client-secrets.ts'
import { createIssuer } from '../oauth/issuer.ts'
import type { Outbound } from '../oauth/outbound.ts'
import { createPasswordGrantLogin } from '../pages/login/password-grant-login.ts'
import { random } from '../secrets/random.ts'
import type { Logins } from './create-logins.ts'
import type { createUserPages } from './create-user-pages.ts'
import type { Environment } from './environment.ts'
import type { Foundation } from './open-foundation.ts'

/** The parts that the endpoints use. */
export interface AuthorizationServerParts {
  readonly outbound: Outbound
  readonly logins: Logins
  readonly userPages: Pick<ReturnType<typeof createUserPages>, 'pages' | 'locales'>
  readonly usage: UsageCounter
}

/** Creates the endpoints of OAuth and OpenID Connect. */
export function createAuthorizationServer(
  { config, clock, log, secret }: Environment,
  { stores, users, features, signingKeys, hasher, audit }: Foundation,
  { outbound, logins, userPages, usage }: AuthorizationServerParts,
) {
  const { attempts, logIn, secondFactors, signUp } = logins
  return createIssuer({
    issuer: config.issuer,
    features,
    stores: users.oauth,
    keys: signingKeys.keyRing,
    pages: userPages.pages,
    secrets: createClientSecrets(hasher.forClients, clock, secret),
    attempts,
    login: createPasswordGrantLogin({
      ...logIn,
      audit,
      secondFactors,
      requireSecondFactor: config.secondFactor.required,
    }),
    requiredTerms: signUp.requiredTerms,
    hasSecondFactor: async (accountId) => isTwoStep(await secondFactors.find(accountId)),
    usage,
    audit,
    outbound,
    registration: createRegistration(config, {
      store: stores.dynamicClients,
      features,
      ...outbound,
      hasher,
      secret,
      clock,
      random,
    }),
    warn: log.warning,
    clock,
    random,
    lifetimes: config.lifetimes,
    locales: userPages.locales,
  })
}
