import { parameter, parseParameters } from '@valetkey/protocol'
import { type LoginResult, logIn } from '../../accounts/log-in.ts'
import { HasherBusy } from '../../accounts/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply, seeOther, toTarget } from '../../oauth/request.ts'
import { findInteraction } from '../interaction.ts'
import type { PageContext } from '../options.ts'
import { readPost } from '../read-post.ts'
import { browserCookie, browserCookieSeconds, readVisit, sessionCookie, type Visit } from '../visit.ts'
import { type LoginPage, loginPage } from './page.ts'

/** Shows the login form. */
export async function showLogin(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const visit = await readVisit(request, context)
  const id = parameter(parseParameters(toTarget(request.url).query), 'interaction')
  return show({ visit, id, status: 200 }, {}, context)
}

/** Checks username and password; a right pair begins a session under a new id (303, never 307: RFC 9700 §4.12). */
export async function submitLogin(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { base, origin, sessions, web, lifetimes, audit, clock } = context
  const visit = await readVisit(request, context)
  const form = await readPost(request, visit, origin)
  const id = parameter(form, 'interaction')
  const username = parameter(form, 'username') ?? ''
  const attempt = {
    username,
    password: parameter(form, 'password') ?? '',
    address: request.remoteAddress,
    browserHash: hashSecret('browser', visit.browser),
  }
  const refuse = (result: Refusal) => {
    const { accountId, outcome } = result
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail: outcome, flood: outcome === 'wait' })
    return show({ visit, id, status: outcome === 'wait' ? 429 : 400 }, { username, ...failure(result) }, context)
  }
  const result = await logInOrSayBusy(attempt, context)
  if (result.outcome !== 'welcome') return refuse(result)
  const userAgent = request.headers.get('user-agent') ?? ''
  const secret = await sessions.begin({
    account: result.account,
    browser: visit.browser,
    replaced: visit.sessionSecret,
    userAgent,
    now: clock(),
  })
  // The password was changed, or the account disabled, while it was checked.
  if (secret === undefined) return refuse({ outcome: 'refused', accountId: result.account.id })
  audit.record({ type: 'login.succeeded', accountId: result.account.id, ...originOf(request) })
  const cookies = [
    web.writeCookie(sessionCookie, secret, lifetimes.session),
    web.writeCookie(browserCookie, visit.browser, browserCookieSeconds),
  ]
  return seeOther(id === undefined ? `${base}/keys` : `${base}/consent?interaction=${encodeURIComponent(id)}`, {
    'set-cookie': cookies,
  })
}

async function logInOrSayBusy(attempt: Parameters<typeof logIn>[0], context: PageContext): Promise<LoginResult> {
  try {
    return await logIn(attempt, { ...context, sessions: context.sessionStore })
  } catch (cause) {
    if (cause instanceof HasherBusy) return { outcome: 'wait', seconds: cause.retryAfterSeconds, accountId: undefined }
    throw cause
  }
}

type Refusal = Exclude<LoginResult, { readonly outcome: 'welcome' }>

function failure(result: Refusal): Partial<LoginPage> {
  if (result.outcome === 'wait') return { retryAfterSeconds: result.seconds }
  return { error: 'Username or password is wrong.' }
}

interface Showing {
  readonly visit: Visit
  readonly id: string | undefined
  readonly status: number
}

async function show({ visit, id, status }: Showing, shown: Partial<LoginPage>, context: PageContext): Promise<Reply> {
  const { base, render, flow } = context
  const interaction = await findInteraction(id, visit, context)
  const request = interaction && (await flow.read(interaction.parameters))
  const retry = shown.retryAfterSeconds
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  return render({ status, visit, kind: request ? 'flow' : 'other', headers }, (chrome) =>
    loginPage({
      chrome,
      action: `${base}/login`,
      csrfToken: visit.formToken,
      interaction: id,
      clientName: request?.client.name,
      ...shown,
    }),
  )
}
