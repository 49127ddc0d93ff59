import type { Route } from '../../oauth/router.ts'
import { aliasRoute } from '../page-route.ts'
import { type AccountRouteOptions, accountRoute } from './account-route.ts'
import { type ActivityOptions, activityRoutes } from './activity.ts'
import { type DataOptions, dataRoutes } from './data.ts'
import { type EmailOptions, emailRoutes } from './email.ts'
import { showOverview } from './overview.ts'
import { type PasskeysPageOptions, passkeysRoutes } from './passkeys.ts'
import { type PasswordOptions, passwordRoutes } from './password.ts'
import { type ProfileOptions, profileRoutes } from './profile.ts'
import { type FactorsPageOptions, factorsRoutes } from './second-factor.ts'
import type { AccountFeatures } from './sections.ts'
import { type SessionsOptions, sessionsRoutes } from './sessions.ts'

/** What the pages of the account use, each a part of it. */
export type AccountOptions = AccountRouteOptions &
  SessionsOptions &
  DataOptions &
  ProfileOptions &
  EmailOptions & {
    readonly features: AccountFeatures
  } & PasskeysPageOptions &
  PasswordOptions &
  ActivityOptions &
  FactorsPageOptions

/** Lists the pages of the account. */
export function accountRoutes(options: AccountOptions): readonly Route[] {
  const { hasOwnAccounts, sendsMail } = options.features
  return [
    accountRoute('/account', { show: showOverview }, options),
    aliasRoute('/account/', options, '/account'),
    ...profileRoutes(options),
    ...(hasOwnAccounts && sendsMail ? emailRoutes(options) : []),
    ...passkeysRoutes(options),
    ...passwordRoutes(options),
    ...factorsRoutes(options),
    ...sessionsRoutes(options),
    ...activityRoutes(options),
    ...dataRoutes(options),
  ]
}
