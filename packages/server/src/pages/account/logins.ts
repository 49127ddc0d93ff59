import { parameter } from '@valetkey/protocol'
import type { UpstreamIdentity } from '../../accounts/upstream/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { addressField } from '../carried-request.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { type EndSessionsOptions, endSessionsOf } from '../upstream/end-sessions.ts'
import { whomOf } from '../upstream/first-login.ts'
import type { UpstreamOptions } from '../upstream/options.ts'
import { sendToProvider } from '../upstream/start.ts'
import { accountForm, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type LoginsPage, loginsPage } from './logins-page.ts'

export type LoginsOptions = UpstreamOptions & EndSessionsOptions

const path = '/account/logins'

/** The logins elsewhere of an account: list, link another, unlink. */
export function loginsRoutes(options: LoginsOptions): readonly Route[] {
  if (options.upstream.providers.length === 0) return []
  return [
    accountRoute(path, { show: (visit) => show(visit, {}, options) }, options),
    accountForm(`${path}/link`, { page: path, submit: link, fresh: true }, options),
    accountForm(`${path}/unlink`, { page: path, submit: unlink, fresh: true }, options),
  ]
}

async function show(
  { request, browser, accountId, now }: Visit,
  { outcome = readOutcome(addressField(request, 'done')), status = 200 }: Shown,
  { base, render, upstream }: LoginsOptions,
): Promise<Reply> {
  const identities = await upstream.store.list(accountId)
  // A form of the page leads to a provider.
  return render(request, { status, browser, kind: 'flow' }, (chrome) =>
    loginsPage({
      chrome,
      outcome,
      action: `${base}${path}`,
      csrfToken: browser.formToken,
      now: new Date(now),
      logins: identities.map((one) => ({
        id: idOf(one),
        provider: upstream.providers.find(({ name }) => name === one.provider)?.label ?? one.provider,
        whom: whomOf(one.claims),
        linkedAt: new Date(one.createdAt),
        lastUsedAt: one.lastUsedAt === undefined ? undefined : new Date(one.lastUsedAt),
      })),
      providers: upstream.providers,
    }),
  )
}

interface Shown {
  readonly outcome?: LoginsPage['outcome']
  readonly status?: number
}

function readOutcome(text: string | undefined): LoginsPage['outcome'] {
  return text === 'linked' || text === 'unlinked' ? text : undefined
}

function idOf({ provider, subject }: Pick<UpstreamIdentity, 'provider' | 'subject'>): string {
  return `${provider}:${subject}`
}

async function link({ request, browser, accountId, form }: Submission, options: LoginsOptions): Promise<Reply> {
  const client = options.upstream.clients.find(({ provider }) => provider.name === parameter(form, 'provider'))
  if (client === undefined) return seeOther(options.base + path)
  return sendToProvider(request, { browser, destination: { path }, linkTo: accountId }, { ...options, client })
}

/** Sessions that the provider began end too, but for the one in use. */
async function unlink(submission: Submission, options: LoginsOptions): Promise<Reply> {
  const { request, accountId, form, session, now } = submission
  const { base, upstream, random, audit } = options
  const [provider = '', ...rest] = (parameter(form, 'login') ?? '').split(':')
  const identity = { provider, subject: rest.join(':') }
  const providers = upstream.providers.map(({ name }) => name)
  const notice = upstream.notices.write(accountId, 'login-unlinked', changeContext(request, now))
  const change = { providers, credentialsVersion: random(16), notice }
  const result = await upstream.store.unlink(accountId, identity, change)
  if (result === 'last') return show(submission, { outcome: 'last', status: 400 }, options)
  if (result === 'unknown') return seeOther(base + path)
  audit.record({ type: 'login.unlinked', accountId, ...originOf(request), detail: provider })
  await endSessionsOf(request, { accountId, provider, except: session.hash }, options)
  upstream.notices.announce()
  return seeOther(`${base}${path}?done=unlinked`)
}
