import { type Parameters, parameter } from '@valetkey/protocol'
import { RedirectError } from '../../oauth/authorization/errors.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import { addressField } from '../carried-request.ts'
import { beginSession } from '../login/begin-session.ts'
import { toQuery } from '../login/destination.ts'
import { changeContext } from './complete-second-step.ts'
import type { SecondFactorRouteOptions, Stage } from './route.ts'
import { secondStepHref, toLoginAgain } from './second-step.ts'
import { newSecret, readSetUp, showSetUp } from './set-up.ts'
import { codesPage, setUpPage } from './set-up-page.ts'

/** Shows the set-up of a second factor to a user who needs one to continue. */
export async function showLoginSetUp(
  request: OAuthRequest,
  stage: Stage,
  options: SecondFactorRouteOptions,
  tried?: { readonly secret: Uint8Array },
): Promise<Reply> {
  const { base, render, flow } = options
  const { browser, destination, step } = stage
  const { account } = step.proven
  const asked = destination.carried && (await flow.resume(destination.carried.parameters))
  const isForApp = asked !== undefined && step.sessionHash !== undefined
  if (isForApp && addressField(request, 'refuse') !== undefined) {
    const description = 'the client needs a login with a second factor, and the resource owner has set up none'
    throw new RedirectError(asked.to, { code: 'unmet_authentication_requirements', description })
  }
  const secret = tried?.secret ?? newSecret(options)
  const setUp = await showSetUp(secret, { browser, account }, options)
  const kind = asked === undefined ? 'other' : 'flow'
  return render(request, { status: tried === undefined ? 200 : 400, browser, kind }, (chrome) =>
    setUpPage({
      chrome,
      action: secondStepHref(step.sealed, destination, base),
      csrfToken: browser.formToken,
      account: { name: account.displayName },
      otherAccountHref: `${base}/login${toQuery(destination, { other: 'yes' })}`,
      clientName: isForApp ? asked.client.name : undefined,
      refuseHref: isForApp ? secondStepHref(step.sealed, destination, base, { refuse: 'yes' }) : undefined,
      setUp: { ...setUp, isWrong: tried !== undefined },
    }),
  )
}

/** Sets up the app, begins the session, and shows the recovery codes before it leads on. */
export async function submitLoginSetUp(
  request: OAuthRequest,
  stage: Stage,
  form: Parameters,
  options: SecondFactorRouteOptions,
): Promise<Reply> {
  const { secondFactors, audit, mailing, clock, issuer } = options
  const { browser, destination, step } = stage
  const { account } = step.proven
  const secret = readSetUp(parameter(form, 'secret'), { browser, account }, options)
  if (secret === undefined) return showLoginSetUp(request, stage, options)
  const notice = mailing.notices.write(account.id, 'second-factor-added', changeContext(request, clock()))
  const change = { accountId: account.id, expectedVersion: account.credentialsVersion, notice }
  const made = await secondFactors.setUp(change, { secret, code: parameter(form, 'code') ?? '' })
  if (made.outcome === 'wrong') return showLoginSetUp(request, stage, options, { secret })
  if (made.outcome === 'changed') return toLoginAgain(destination, options)
  audit.record({ type: 'second-factor.added', accountId: account.id, ...originOf(request) })
  mailing.notices.announce()
  const proven = {
    ...step.proven,
    account: { ...account, credentialsVersion: made.credentialsVersion },
    methods: [...new Set([...step.proven.methods, 'otp', 'mfa'])],
  }
  const begun = await beginSession(request, { browser, proven, destination }, options)
  if (begun === undefined) return toLoginAgain(destination, options)
  const { location = '', 'set-cookie': cookies = [] } = begun.headers
  const codes = {
    codes: made.codes,
    server: new URL(issuer).host,
    username: account.username,
    nextHref: [location].flat()[0] ?? '',
  }
  const shown = options.render(request, { browser: { ...browser, newCookie: undefined } }, (chrome) =>
    codesPage({ chrome, codes }),
  )
  return { ...shown, headers: { ...shown.headers, 'set-cookie': cookies } }
}
