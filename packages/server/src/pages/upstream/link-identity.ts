import type { UpstreamUser } from '../../accounts/upstream/provider.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { type Destination, goTo } from '../login/destination.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import type { ProviderOptions } from './options.ts'
import { linkedElsewhere, staleLogin } from './problem.ts'

export interface Linking {
  readonly browser: Browser
  readonly destination: Destination
  readonly user: UpstreamUser
  /** The account that asked for it. */
  readonly accountId: string
}

/** Links an identity to the account that is logged in, whose user has proved both. */
export async function linkIdentity(
  request: OAuthRequest,
  { browser, destination, user, accountId }: Linking,
  options: ProviderOptions,
): Promise<Reply> {
  const { client, upstream, clock, random, audit } = options
  const { name } = client.provider
  const at = { browser, destination }
  if (browser.session?.accountId !== accountId)
    throw staleLogin('another account is logged in than the one that asked to link the login', at, options)
  const identity = { provider: name, subject: user.subject, claims: user.claims, now: clock() }
  const result = await upstream.store.link(identity, accountId, {
    credentialsVersion: random(16),
    notice: upstream.notices.write(accountId, 'login-linked', changeContext(request, clock())),
  })
  const known = result === 'linked' ? await upstream.store.find(name, user.subject) : undefined
  if (result === 'gone') throw staleLogin('the account is disabled or removed', at, options)
  if (result === 'linked' && known?.account.id !== accountId) throw linkedElsewhere(at, options)
  if (result === 'done') {
    audit.record({ type: 'login.linked', accountId, ...originOf(request), detail: name })
    upstream.notices.announce()
  }
  if (destination.carried !== undefined) return goTo(destination, options)
  return seeOther(`${options.base}/account/logins?done=linked`)
}
