import { parameter } from '@valetkey/protocol'
import type { CredentialChange, Mailing, Notice } from '../../accounts/mail/mail.ts'
import { isTwoStep, type SecondFactors } from '../../accounts/second-factor/second-factors.ts'
import type { AuditType } from '../../oauth/audit-event.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { nameBrowser } from '../browser-name.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { newSecret, readSetUp, showSetUp } from '../second-factor/set-up.ts'
import { type AccountRouteOptions, accountForm, accountRoute, type Submission, type Visit } from './account-route.ts'
import { appPage, type FactorsOutcome, factorsPage, newCodesPage } from './second-factor-page.ts'

export interface FactorsPageOptions extends AccountRouteOptions {
  readonly issuer: string
  readonly secondFactors: SecondFactors
  readonly requireSecondFactor: boolean
  readonly mailing: Pick<Mailing, 'notices'>
  readonly audit: Audit
}

const page = '/account/second-factor'
const appPath = `${page}/app` as const

/** Serves the pages on which users turn the second step of their login on and off. Each change needs a fresh login. */
export function factorsRoutes(options: FactorsPageOptions): readonly Route[] {
  return [
    accountRoute(page, { show: showFactors }, options),
    accountRoute(appPath, { show: showApp, submit: setUpApp, fresh: true }, options),
    accountForm(`${page}/codes`, { page, submit: makeCodes, fresh: true }, options),
    accountForm(`${page}/remove`, { page, submit: removeFactors, fresh: true }, options),
    accountForm(`${page}/forget`, { page, submit: forgetDevice }, options),
  ]
}

async function showFactors(visit: Visit, options: FactorsPageOptions): Promise<Reply> {
  const { request, browser, accountId, now } = visit
  const { base, secondFactors, render, requireSecondFactor } = options
  const outcome = readOutcome<FactorsOutcome>(page, request, browser, options)
  const [state, devices] = await Promise.all([secondFactors.find(accountId), secondFactors.listDevices(accountId, now)])
  return render(request, { browser, kind: 'account' }, (chrome) =>
    factorsPage({
      chrome,
      csrfToken: browser.formToken,
      now: new Date(now),
      isRequired: requireSecondFactor || state?.isRequired === true,
      appSince: state?.totp && new Date(state.totp.createdAt),
      codesLeft: state?.recoveryCodesLeft ?? 0,
      devices: devices.map(({ hash, userAgent, expiresAt }) => ({
        hash,
        name: nameDevice(userAgent),
        expiresAt: new Date(expiresAt),
      })),
      appHref: base + appPath,
      codesAction: `${base}${page}/codes`,
      removeAction: `${base}${page}/remove`,
      forgetAction: `${base}${page}/forget`,
      outcome,
    }),
  )
}

async function showApp(visit: Visit, options: FactorsPageOptions, tried?: Uint8Array): Promise<Reply> {
  const { request, browser, session } = visit
  const secret = tried ?? newSecret(options)
  const setUp = await showSetUp(secret, { browser, account: session.account }, options)
  const status = tried === undefined ? 200 : 400
  return options.render(request, { status, browser, kind: 'account' }, (chrome) =>
    appPage({
      chrome,
      csrfToken: browser.formToken,
      action: options.base + appPath,
      setUp: { ...setUp, isWrong: tried !== undefined },
    }),
  )
}

async function setUpApp(submission: Submission, options: FactorsPageOptions): Promise<Reply> {
  const { browser, session, accountId, form } = submission
  const secret = readSetUp(parameter(form, 'secret'), { browser, account: session.account }, options)
  if (secret === undefined) return seeOther(options.base + appPath)
  const notice = writeNotice(submission, 'second-factor-added', options)
  const change = { accountId, keptSession: session.hash, notice }
  const made = await options.secondFactors.setUp(change, { secret, code: parameter(form, 'code') ?? '' })
  if (made.outcome !== 'done') return showApp(submission, options, secret)
  note(submission, 'second-factor.added', options)
  return showCodes(submission, made.codes, 'added', options)
}

async function makeCodes(submission: Submission, options: FactorsPageOptions): Promise<Reply> {
  const { accountId } = submission
  // Recovery codes turn the second step on: they come with its set-up.
  if (!isTwoStep(await options.secondFactors.find(accountId))) return seeOther(options.base + page)
  const codes = await options.secondFactors.replaceRecoveryCodes({
    accountId,
    notice: writeNotice(submission, 'recovery-codes-made', options),
  })
  note(submission, 'second-factor.recovery-codes-made', options)
  return showCodes(submission, codes, 'codes', options)
}

async function removeFactors(submission: Submission, options: FactorsPageOptions): Promise<Reply> {
  const { browser, session, accountId } = submission
  const { secondFactors, requireSecondFactor } = options
  const state = await secondFactors.find(accountId)
  if (!isTwoStep(state) || requireSecondFactor || state?.isRequired === true) return seeOther(options.base + page)
  const notice = writeNotice(submission, 'second-factor-removed', options)
  await secondFactors.remove({ accountId, keptSession: session.hash, notice })
  note(submission, 'second-factor.removed', options)
  const outcome: FactorsOutcome = { done: 'removed' }
  return toOutcome(page, outcome, browser, options)
}

async function forgetDevice({ request, browser, accountId, form }: Submission, options: FactorsPageOptions) {
  const ended = await options.secondFactors.endTrust(accountId, parameter(form, 'device'))
  if (ended === 0) return seeOther(options.base + page)
  options.audit.record({ type: 'second-factor.device-forgotten', accountId, ...originOf(request) })
  const outcome: FactorsOutcome = { done: 'forgotten' }
  return toOutcome(page, outcome, browser, options)
}

function showCodes(
  { request, browser, session }: Submission,
  codes: readonly string[],
  done: 'added' | 'codes',
  { issuer, base, render }: FactorsPageOptions,
): Reply {
  const shown = { codes, server: new URL(issuer).host, username: session.account.username, nextHref: base + page }
  return render(request, { browser, kind: 'account' }, (chrome) => newCodesPage({ chrome, codes: shown, done }))
}

function writeNotice(
  { request, accountId, now }: Submission,
  change: CredentialChange,
  { mailing }: FactorsPageOptions,
): Notice {
  return mailing.notices.write(accountId, change, changeContext(request, now))
}

function note({ request, accountId }: Submission, type: AuditType, { audit, mailing }: FactorsPageOptions): void {
  audit.record({ type, accountId, ...originOf(request) })
  mailing.notices.announce()
}

function nameDevice(userAgent: string): string {
  const { browser, system } = nameBrowser(userAgent)
  return [browser, system].filter((part) => part !== undefined).join(' · ') || '?'
}
