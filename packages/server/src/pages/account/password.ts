import { parameter } from '@valetkey/protocol'
import { type LogInOptions, logInOrSayBusy } from '../../accounts/log-in.ts'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { hashOrSayBusy } from '../../accounts/passwords/hash-or-say-busy.ts'
import { minimumFor, namesOf, type PasswordRule, passwordFault } from '../../accounts/passwords/rule.ts'
import type { OwnAccount, OwnAccountStore, PasswordHasher } from '../../accounts/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { type AccountRouteOptions, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type PasswordOutcome, passwordPage } from './password-page.ts'

export interface PasswordOptions extends AccountRouteOptions {
  readonly ownAccounts: OwnAccountStore
  readonly passwords: PasswordRule
  readonly hasher: Pick<PasswordHasher, 'hash'>
  readonly logIn: LogInOptions
  readonly audit: Audit
  readonly mailing: Pick<Mailing, 'notices'>
}

const page = '/account/password'

/** The page on which users change their passwords. Users of an embedding application change them there. */
export function passwordRoutes(options: PasswordOptions): readonly Route[] {
  return [accountRoute(page, { show: showPassword, submit: changePassword, fresh: true }, options)]
}

async function showPassword(visit: Visit, options: PasswordOptions): Promise<Reply> {
  const own = await options.ownAccounts.find(visit.accountId)
  if (own === undefined || own.source === 'directory') return seeOther(`${options.base}/account`)
  return show(visit, own, readOutcome<PasswordOutcome>(page, visit.request, visit.browser, options), options)
}

function show(visit: Visit, own: OwnAccount, outcome: PasswordOutcome | undefined, options: PasswordOptions): Reply {
  const { request, browser } = visit
  const { base, render, passwords } = options
  const isWait = outcome?.is === 'wait'
  const status = outcome === undefined || outcome.is === 'changed' ? 200 : isWait ? 429 : 400
  const headers = isWait ? { 'retry-after': String(outcome.seconds) } : {}
  return render(request, { browser, kind: 'account', status, headers }, (chrome) =>
    passwordPage({
      chrome,
      csrfToken: browser.formToken,
      action: base + page,
      username: own.username,
      hasPassword: own.hasPassword,
      minimum: minimumFor(passwords),
      names: namesOfOwn(own),
      outcome,
    }),
  )
}

/** Sets a new password after the current one was checked, and ends the user's other sessions. */
async function changePassword(submission: Submission, options: PasswordOptions): Promise<Reply> {
  const { request, browser, session, accountId, form, now } = submission
  const { ownAccounts, passwords, hasher, audit, mailing, random } = options
  const own = await ownAccounts.find(accountId)
  if (own === undefined || own.source === 'directory') return seeOther(`${options.base}/account`)
  const refuse = (outcome: PasswordOutcome) => show(submission, own, outcome, options)
  const [current, next] = [parameter(form, 'current_password') ?? '', parameter(form, 'new_password') ?? '']
  const checked = own.hasPassword ? await checkCurrent(submission, current, options) : 'right'
  if (checked !== 'right') return refuse(checked)
  if (own.hasPassword && next === current) return refuse({ is: 'same' })
  const fault = passwordFault(next, passwords, { names: namesOfOwn(own) })
  if (fault !== undefined) return refuse({ is: 'refused', fault })
  const hash = await hashOrSayBusy(next, hasher)
  if (typeof hash === 'number') return refuse({ is: 'wait', seconds: hash })
  const isChanged = await ownAccounts.changePassword({
    id: accountId,
    checkedVersion: own.credentialsVersion,
    passwordHash: hash,
    version: random(16),
    sessionHash: session.hash,
    notice: mailing.notices.write(accountId, 'password-changed', changeContext(request, now)),
  })
  if (!isChanged) return refuse({ is: 'raced' })
  audit.record({ type: 'account.password-changed', accountId, ...originOf(request) })
  mailing.notices.announce()
  return toOutcome(page, { is: 'changed' } satisfies PasswordOutcome, browser, options)
}

/** Checks the current password with the limits of a login. */
async function checkCurrent(
  { request, browser, session, accountId }: Submission,
  password: string,
  { logIn: options, audit }: PasswordOptions,
): Promise<'right' | PasswordOutcome> {
  const { username } = session.account
  const attempt = {
    username,
    answers: { password },
    address: request.remoteAddress,
    browserHash: hashSecret('browser', browser.secret),
  }
  const result = await logInOrSayBusy(attempt, options)
  if (result.outcome === 'welcome' && result.account.id === accountId) return 'right'
  audit.record({ type: 'login.failed', accountId, ...originOf(request), detail: 'change of the password' })
  return result.outcome === 'wait' ? { is: 'wait', seconds: result.seconds } : { is: 'wrong' }
}

function namesOfOwn({ username, claims }: OwnAccount): readonly string[] {
  return namesOf({ ...claims, username })
}
