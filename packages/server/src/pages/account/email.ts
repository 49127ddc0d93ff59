import { parameter } from '@valetkey/protocol'
import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { linkLifetime } from '../../accounts/mail/one-time-links.ts'
import { type LoginAttempts, normalizeEmail, type OwnAccountStore } from '../../accounts/ports.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { type AccountRouteOptions, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type ConfirmEmailOptions, confirmEmailRoutes } from './confirm-email.ts'
import { type EmailOutcome, emailPage } from './email-page.ts'

export interface EmailOptions extends AccountRouteOptions, ConfirmEmailOptions {
  readonly ownAccounts: OwnAccountStore
  readonly logIn: { readonly attempts: LoginAttempts }
  readonly audit: Audit
  readonly mailing: Pick<Mailing, 'accounts' | 'links' | 'notices' | 'outbox'>
}

const page = '/account/email'

/** The pages on which users change or confirm their e-mail address: it changes once its mailbox answers. */
export function emailRoutes(options: EmailOptions): readonly Route[] {
  return [
    accountRoute(page, { show: showEmail, submit: requestChange, fresh: true }, options),
    ...confirmEmailRoutes(options),
  ]
}

interface Own {
  readonly account: EmailAccount
  readonly isOfFile: boolean
}

async function findOwn(accountId: string, { ownAccounts, mailing }: EmailOptions): Promise<Own | undefined> {
  const [own, account] = await Promise.all([ownAccounts.find(accountId), mailing.accounts.find(accountId)])
  return own === undefined || account === undefined || !account.isLocal
    ? undefined
    : { account, isOfFile: own.source === 'file' }
}

async function showEmail(visit: Visit, options: EmailOptions): Promise<Reply> {
  const own = await findOwn(visit.accountId, options)
  if (own === undefined) return seeOther(`${options.base}/account`)
  return show(visit, own, readOutcome<EmailOutcome>(page, visit.request, visit.browser, options), options)
}

function show(
  { request, browser }: Visit,
  { account, isOfFile }: Own,
  outcome: EmailOutcome | undefined,
  { base, render }: EmailOptions,
): Reply {
  const isWait = outcome?.is === 'wait'
  const status = outcome === undefined || outcome.is === 'sent' ? 200 : isWait ? 429 : 400
  const headers = isWait ? { 'retry-after': String(outcome.seconds) } : {}
  return render(request, { browser, kind: 'account', status, headers }, (chrome) =>
    emailPage({
      chrome,
      csrfToken: browser.formToken,
      action: base + page,
      address: account.email,
      isVerified: account.isEmailVerified,
      isOfFile,
      outcome,
    }),
  )
}

/** Puts the message with the link; nothing of the account changes before its button is pressed. */
async function requestChange(submission: Submission, options: EmailOptions): Promise<Reply> {
  const { request, browser, accountId, form, now } = submission
  const { mailing, audit, logIn } = options
  const own = await findOwn(accountId, options)
  if (own === undefined) return seeOther(`${options.base}/account`)
  const { account, isOfFile } = own
  const isConfirmation = parameter(form, 'action') === 'confirm'
  const typed = (isConfirmation ? (account.email ?? '') : (parameter(form, 'email') ?? '')).trim()
  const normalized = normalizeEmail(typed)
  const refuse = (outcome: EmailOutcome) => show(submission, own, outcome, options)
  if (normalized === undefined || (isOfFile && !isConfirmation)) return refuse({ is: 'invalid', typed })
  if (!isConfirmation && account.isEmailVerified && normalized === normalizeEmail(account.email)) {
    return refuse({ is: 'same', typed })
  }
  const seconds = await logIn.attempts.wait('email-change', accountId)
  if (seconds > 0) return refuse({ is: 'wait', seconds })
  await logIn.attempts.fail('email-change', accountId)
  const kind = isConfirmation ? 'email-verification' : 'email-change'
  const language = request.headers.get('accept-language')?.slice(0, 100)
  const data = { accountId, to: typed, ...(language === undefined ? {} : { language }) }
  await mailing.outbox.putTask({ kind, accountId, data, expiresAt: now + linkLifetime })
  if (!isConfirmation) audit.record({ type: 'email.change-requested', accountId, ...originOf(request) })
  return toOutcome(page, { is: 'sent', address: typed } satisfies EmailOutcome, browser, options)
}
