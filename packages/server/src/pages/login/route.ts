import { parameter } from '@valetkey/protocol'
import { describeFailure, isFlood, type LoginResult, logInOrSayBusy } from '../../accounts/log-in.ts'
import { findHome } from '../../accounts/upstream/provider.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { readBrowser, toOwner } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { hasExpired } from '../expired-page.ts'
import { toChooser, toNextStep } from '../interaction.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { findOthers } from '../signed-in.ts'
import { toHome } from '../upstream/start.ts'
import { completeLogin } from './complete-login.ts'
import { readDestination } from './destination.ts'
import type { LoginPage } from './page.ts'
import { isForOther, type LoginOptions, readLoginForm, renderLogin } from './show-login.ts'
import { toStepUp } from './step-up.ts'

export type { LoginOptions } from './show-login.ts'

export function loginRoutes(options: LoginOptions): readonly Route[] {
  return [pageRoute('/login', { GET: showLogin, POST: submitLogin }, options), aliasRoute('/login/', options, '/login')]
}

/** Shows the login form; if the request in the address needs no login any more, leads on. */
async function showLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { flow, clock } = options
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  const { carried } = destination
  const isOther = isForOther(request)
  if (!isOther && browser.session === undefined && (await findOthers(browser, options)).length > 0) {
    return toChooser(destination, options)
  }
  if (!isOther && carried !== undefined && browser.session !== undefined && !hasExpired(carried, options)) {
    const asked = await flow.resume(carried.parameters)
    const since = Math.min(carried.createdAt, clock())
    const evaluation = await flow.evaluate(asked, toOwner(browser.session), since)
    if (evaluation.outcome !== 'login') return toNextStep(carried, options)
    const stepUp = evaluation.isSecondStep ? await toStepUp(browser, destination, options) : undefined
    if (stepUp !== undefined) return stepUp
  }
  const isLate = addressField(request, 'late') !== undefined
  return renderLogin(request, { browser, destination, status: 200 }, { isLate }, options)
}

/** Checks username and password; a right pair begins a session under a new id (303, never 307: RFC 9700 §4.12). */
async function submitLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { audit } = options
  const read = await readLoginForm(request, options)
  if ('reply' in read) return read.reply
  const { browser, destination, form } = read
  const username = parameter(form, 'username') ?? ''
  const home = findHome(options.upstream.providers, username)
  if (home !== undefined) return toHome(home, { username, destination }, options)
  const fields = options.logIn.factors.flatMap((factor) => factor.fields)
  const attempt = {
    username,
    answers: Object.fromEntries(fields.map((field) => [field, parameter(form, field) ?? ''])),
    address: request.remoteAddress,
    browserHash: hashSecret('browser', browser.secret),
  }
  const refuse = (result: Refusal) => {
    const { accountId, outcome } = result
    const [detail, flood] = [describeFailure(result), isFlood(result)]
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail, flood })
    const status = outcome === 'wait' ? 429 : 400
    return renderLogin(request, { browser, destination, status }, { username, ...failure(result) }, options)
  }
  const result = await logInOrSayBusy(attempt, options.logIn)
  if (result.outcome !== 'welcome') return refuse(result)
  const { account, methods } = result
  const reply = await completeLogin(
    request,
    { browser, proven: { account, methods }, destination, way: 'password' },
    options,
  )
  // The password was changed, or the account disabled, while it was checked.
  return reply ?? refuse({ outcome: 'refused', accountId: account.id })
}

type Refusal = Exclude<LoginResult, { readonly outcome: 'welcome' }>

function failure(result: Refusal): Partial<LoginPage> {
  if (result.outcome === 'wait') return { retryAfterSeconds: result.seconds }
  return { isRefused: true }
}
