import { createFactors } from '../accounts/factors/index.ts'
import { createInteractions } from '../accounts/interactions.ts'
import { createKnownPlaces } from '../accounts/known-places.ts'
import { createSecondFactors } from '../accounts/second-factor/second-factors.ts'
import { createSignUp } from '../embedding/create-sign-up.ts'
import { openPasskeys } from '../embedding/open-passkeys.ts'
import { createWeb } from '../http/create-web.ts'
import { createLimits, standardLimits } from '../http/limits.ts'
import { countLimits } from '../observability/metrics.ts'
import { random } from '../secrets/random.ts'
import type { Environment } from './environment.ts'
import type { Foundation } from './open-foundation.ts'

export type Logins = ReturnType<typeof createLogins>

/** Creates the ways in which users prove who they are, the limits of guesses, and what browsers hold. */
export function createLogins({ config, clock, secret }: Environment, { stores, users, metrics }: Foundation) {
  const attempts = countLimits(createLimits(standardLimits), metrics)
  const { accounts, sessions } = users
  const logIn = {
    accounts,
    factors: createFactors(accounts),
    sessions,
    attempts,
    places: createKnownPlaces(),
    clock,
  }
  const web = createWeb({
    issuer: config.issuer,
    keyFor: secret.key,
    sessionManagement: config.sessionManagement,
  })
  const secondFactors = createSecondFactors({
    store: stores.secondFactors,
    sessions,
    noteLimited: () => metrics.limited('second-factor'),
    sealer: secret,
    digest: secret.digest,
    random,
    clock,
  })
  return {
    attempts,
    logIn,
    web,
    secondFactors,
    interactions: createInteractions(stores.interactions),
    passkeys: openPasskeys(config, users, { store: stores.passkeys, sealer: web.sealer, random }),
    signUp: createSignUp(config, stores, users.areOwn),
  }
}
