import { parameter } from '@valetkey/protocol'
import type { Passkeys } from '../../accounts/passkeys/passkeys.ts'
import type { SecondFactorState } from '../../accounts/ports.ts'
import { isTwoStep } from '../../accounts/second-factor/second-factors.ts'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { type Destination, type DestinationOptions, readDestination, toQuery } from '../login/destination.ts'
import type { PasskeyForm, PasskeyWay } from '../login/ways.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import type { Web } from '../ports.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { changeContext, completeSecondStep, noteRecoveryCode, type SecondStepOptions } from './complete-second-step.ts'
import { type CodeFault, secondFactorPage } from './page.ts'
import { openSecondStep, type SecondStep, secondStepHref, toLoginAgain } from './second-step.ts'
import type { SetUpOptions } from './set-up.ts'
import { showLoginSetUp, submitLoginSetUp } from './set-up-at-login.ts'

export interface SecondFactorRouteOptions extends SecondStepOptions, DestinationOptions, SetUpOptions {
  readonly web: Web
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly flow: AuthorizationFlow
  /** None where browsers have no passkeys. */
  readonly passkeys?: Passkeys | undefined
  /** Makes the form of a passkey as second factor. */
  readonly secondPasskey: (form: PasskeyForm, options: string) => PasskeyWay
}

/** The second step of a login that is in progress. */
export interface Stage {
  readonly browser: Browser
  readonly destination: Destination
  readonly step: SecondStep
  readonly state: SecondFactorState
}

export function secondFactorRoutes(options: SecondFactorRouteOptions): readonly Route[] {
  const path = '/login/second-factor'
  return [
    pageRoute(path, { GET: openSecondFactor, POST: submitSecondFactor }, options),
    aliasRoute(`${path}/`, options, path),
  ]
}

async function openSecondFactor(request: OAuthRequest, options: SecondFactorRouteOptions): Promise<Reply> {
  const stage = await readStage(request, await readBrowser(request, options), options)
  if ('status' in stage) return stage
  if (mustSetUp(stage, options)) return showLoginSetUp(request, stage, options)
  return showSecondFactor(request, stage, {}, options)
}

async function submitSecondFactor(request: OAuthRequest, options: SecondFactorRouteOptions): Promise<Reply> {
  const { audit, secondFactors, mailing, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token !== 'right') throw outdatedForm(browser, options.base)
  const stage = await readStage(request, browser, options)
  if ('status' in stage) return stage
  if (mustSetUp(stage, options)) return submitLoginSetUp(request, stage, form, options)
  const { step, destination } = stage
  const accountId = step.proven.account.id
  const way = wayOf(request)
  const text = parameter(form, way === 'code' ? 'code' : 'recovery_code') ?? ''
  const result = await secondFactors.check({
    accountId,
    way,
    text: text.slice(0, 100),
    browserHash: hashSecret('browser', browser.secret),
    notice: () => mailing.notices.write(accountId, 'recovery-code-used', changeContext(request, clock())),
  })
  const trust = form.has('trust')
  if (result.outcome !== 'right') {
    const detail = `second step: ${result.outcome}`
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail, flood: result.outcome === 'wait' })
    const shown = result.outcome === 'wait' ? { retryAfterSeconds: result.seconds } : { fault: result.outcome }
    return showSecondFactor(request, stage, { ...shown, trust }, options)
  }
  if (way === 'recovery-code') noteRecoveryCode(request, accountId, options)
  const proof = { browser, destination, step, methods: ['otp'], trust }
  return (await completeSecondStep(request, proof, options)) ?? toLoginAgain(destination, options)
}

/** Whether the account has nothing yet that proves a second factor. */
function mustSetUp({ state }: Stage, { passkeys }: SecondFactorRouteOptions): boolean {
  return !isTwoStep(state) && (passkeys === undefined || state.passkeys === 0)
}

/** Reads what the address of the second step holds; without a first step, leads to the login. */
export async function readStage(
  request: OAuthRequest,
  browser: Browser,
  options: SecondFactorRouteOptions,
): Promise<Stage | Reply> {
  const destination = await readDestination(request, browser, options)
  const step = openSecondStep(request, browser, options)
  const state = step && (await options.secondFactors.find(step.proven.account.id))
  return step === undefined || state === undefined
    ? toLoginAgain(destination, options)
    : { browser, destination, step, state }
}

function wayOf(request: OAuthRequest): 'code' | 'recovery-code' {
  return addressField(request, 'with') === 'recovery-code' ? 'recovery-code' : 'code'
}

interface Shown {
  readonly fault?: CodeFault
  readonly passkeyFault?: 'refused' | 'expired'
  readonly retryAfterSeconds?: number
  readonly trust?: boolean
}

/** Renders the page of the second step. */
export async function showSecondFactor(
  request: OAuthRequest,
  { browser, destination, step, state }: Stage,
  shown: Shown,
  options: SecondFactorRouteOptions,
): Promise<Reply> {
  const { base, render, passkeys, clock } = options
  const way = wayOf(request) === 'code' && state.totp === undefined ? undefined : wayOf(request)
  const withRecovery = { with: 'recovery-code' }
  const href = (further: Readonly<Record<string, string>>) => secondStepHref(step.sealed, destination, base, further)
  const retry = shown.retryAfterSeconds
  const status = retry === undefined ? (shown.fault === undefined && shown.passkeyFault === undefined ? 200 : 400) : 429
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  const kind = destination.carried === undefined ? 'other' : 'flow'
  const { id } = step.proven.account
  const asked = state.passkeys === 0 ? undefined : await passkeys?.confirmOptions({ id }, browser.secret, clock())
  return render(request, { status, browser, kind, headers }, (chrome) =>
    secondFactorPage({
      chrome,
      action: href(way === 'recovery-code' ? withRecovery : {}),
      csrfToken: browser.formToken,
      account: { name: step.proven.account.displayName },
      way,
      // Recovery codes come with an app: an account that has passkeys only has none.
      otherWayHref: way === 'recovery-code' ? href({}) : isTwoStep(state) ? href(withRecovery) : undefined,
      otherAccountHref: `${base}/login${toQuery(destination, { other: 'yes' })}`,
      canTrust: true,
      passkey:
        asked === undefined
          ? undefined
          : options.secondPasskey(
              { query: toQuery(destination, { step: step.sealed }), base, browser, words: chrome.words },
              asked,
            ),
      ...shown,
    }),
  )
}
