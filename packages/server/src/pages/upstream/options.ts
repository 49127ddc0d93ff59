import type { Notices } from '../../accounts/mail/mail.ts'
import type { PendingLogins } from '../../accounts/upstream/pending.ts'
import type { UpstreamStore } from '../../accounts/upstream/ports.ts'
import type { UpstreamProvider } from '../../accounts/upstream/provider.ts'
import type { ProviderClient } from '../../accounts/upstream/provider-client.ts'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import type { InteractionOptions } from '../interaction.ts'
import type { CompleteLoginOptions } from '../login/complete-login.ts'
import type { Render } from '../render.ts'

/** Logins with accounts of other providers. */
export interface Upstream {
  readonly providers: readonly UpstreamProvider[]
  readonly clients: readonly ProviderClient[]
  readonly store: UpstreamStore
  readonly pending: PendingLogins
  /** Whether anyone may create an account. */
  readonly isSignUpOpen: boolean
  /** Notices to the owner of an account that its logins change. */
  readonly notices: Notices
}

/** What the pages of logins elsewhere use. */
export interface UpstreamOptions extends CompleteLoginOptions, InteractionOptions, LogoOptions {
  readonly issuer: string
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly flow: Pick<AuthorizationFlow, 'resume'>
  readonly upstream: Upstream
}

/** The same for the pages of one provider. */
export interface ProviderOptions extends UpstreamOptions {
  readonly client: ProviderClient
}

/** Returns the path of the login with a provider. */
export function pathOf({ name }: { readonly name: string }): `/login/with/${string}` {
  return `/login/with/${name}`
}

/** Lists the providers for the login page. */
export function providerWays({ providers }: Pick<Upstream, 'providers'>) {
  return providers.map((provider) => ({ name: provider.label, path: pathOf(provider) }))
}
