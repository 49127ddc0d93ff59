import type { PendingLogin } from '../../accounts/upstream/pending.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Handler, Route } from '../../oauth/router.ts'
import { needsFreshLogin } from '../account/fresh-login.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { type Destination, toQuery } from '../login/destination.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { needsTerms, termsHref } from '../terms/terms-step.ts'
import { confirmLinkPage } from './confirm-link-page.ts'
import { whomOf } from './first-login.ts'
import { linkIdentity } from './link-identity.ts'
import { restoreDestination, type StoredDestination } from './login-state.ts'
import type { ProviderOptions, UpstreamOptions } from './options.ts'
import { staleLogin } from './problem.ts'

/** Makes the page on which a user, logged in here, confirms that the identity of a pending login is theirs too. */
export function confirmLinkRoute(options: UpstreamOptions): Route {
  const path = '/account/logins/confirm'
  const handle =
    (submits: boolean): Handler =>
    async (request, { login = '' }) => {
      const own = `${path}/${login}` as const
      const browser = await readBrowser(request, options)
      if (browser.session === undefined) return seeOther(`${options.base}/login${toQuery({ path: own })}`)
      if (needsTerms(browser.session, options)) return seeOther(termsHref(undefined, { path: own }, options.base))
      const confirming = await readPending(login, browser, options)
      const again = needsFreshLogin(browser, own, options)
      if (again !== undefined) return again
      return submits
        ? submit(request, { ...confirming, login }, browser)
        : show(request, { ...confirming, login }, browser)
    }
  return { path: `${path}/:login`, methods: { GET: handle(false), POST: handle(true) }, errors: 'page', cors: false }
}

interface Confirming {
  readonly login: string
  readonly pending: PendingLogin
  readonly destination: Destination
  readonly options: ProviderOptions
}

async function readPending(
  login: string,
  browser: Browser,
  options: UpstreamOptions,
): Promise<Omit<Confirming, 'login'>> {
  const { upstream, clock } = options
  const pending = await upstream.pending.find(login, hashSecret('browser', browser.secret), clock())
  const client = upstream.clients.find(({ provider }) => provider.name === pending?.provider)
  const [first] = upstream.clients
  if (pending === undefined || client === undefined) {
    const named = { ...options, client: client ?? first } as ProviderOptions // there are no routes without a client
    throw staleLogin(
      'the first login is completed, has expired or is of another browser',
      { browser, destination: {} },
      named,
    )
  }
  const stored = JSON.parse(pending.destination) as StoredDestination // written by the callback
  const destination = await restoreDestination(stored, browser, options)
  return { pending, destination, options: { ...options, client } }
}

async function show(
  request: OAuthRequest,
  { login, pending, options, destination }: Confirming,
  browser: Browser,
): Promise<Reply> {
  const { base, render, client } = options
  return render(request, { browser, kind: 'flow' }, (chrome) =>
    confirmLinkPage({
      chrome,
      provider: client.provider.label,
      whom: whomOf(pending.user.claims),
      account: browser.session?.account.username ?? '',
      action: `${base}/account/logins/confirm/${login}`,
      csrfToken: browser.formToken,
      cancelHref: `${base}/login${toQuery(destination)}`,
    }),
  )
}

async function submit(
  request: OAuthRequest,
  { login, pending, destination, options }: Confirming,
  browser: Browser,
): Promise<Reply> {
  const { token } = await readPosted(request, browser, options.origin)
  if (token !== 'right') throw outdatedForm(browser, options.base)
  const taken = await options.upstream.pending.take(login, hashSecret('browser', browser.secret), options.clock())
  if (taken === undefined) throw staleLogin('the first login was completed', { browser, destination }, options)
  const accountId = browser.session?.accountId ?? ''
  return linkIdentity(request, { browser, destination, user: pending.user, accountId }, options)
}
