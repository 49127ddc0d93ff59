import { parameter } from '@valetkey/protocol'
import type { Mailing } from '../../accounts/mail/mail.ts'
import type { AccountDataStore, OwnAccount, OwnAccountStore } from '../../accounts/ports.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { sessionCookie } from '../browser.ts'
import { addressField, openRequest } from '../carried-request.ts'
import { type Destination, goTo, readOwnPage, toQuery } from '../login/destination.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { type AccountRouteOptions, accountForm, accountRoute, type Submission, type Visit } from './account-route.ts'
import { dataPage, deletionPage } from './data-page.ts'

export interface DataOptions extends AccountRouteOptions {
  readonly ownAccounts: Pick<OwnAccountStore, 'find'>
  readonly accountData: AccountDataStore
  /** Days between the request and the deletion. */
  readonly deletionDays: number
  readonly audit: Audit
  readonly mailing: Pick<Mailing, 'notices'>
}

const page = '/account/data'
const deletion = '/account/deletion'

export function dataRoutes(options: DataOptions): readonly Route[] {
  return [
    accountRoute(page, { show: showData }, options),
    accountForm(`${page}/export`, { page, submit: exportData, fresh: true }, options),
    accountForm(`${page}/delete`, { page, submit: requestDeletion, fresh: true }, options),
    accountRoute(deletion, { show: showDeletion, submit: keepAccount }, options),
  ]
}

async function showData(visit: Visit, options: DataOptions): Promise<Reply> {
  const own = await options.ownAccounts.find(visit.accountId)
  if (own === undefined) return seeOther(`${options.base}/account`)
  if ((await options.accountData.findDeletion(own.id)) !== undefined) return seeOther(options.base + deletion)
  const outcome = readOutcome<{ readonly done: 'kept' }>(page, visit.request, visit.browser, options)
  return show(visit, own, { isKept: outcome !== undefined }, options)
}

function show(
  { request, browser }: Visit,
  { source, username }: OwnAccount,
  more: { readonly isWrong?: boolean; readonly isKept?: boolean },
  { base, render, deletionDays }: DataOptions,
): Reply {
  return render(request, { browser, kind: 'account', status: more.isWrong === true ? 400 : 200 }, (chrome) =>
    dataPage({
      chrome,
      csrfToken: browser.formToken,
      username,
      exportAction: `${base}${page}/export`,
      deleteAction: `${base}${page}/delete`,
      afterDays: deletionDays,
      managedBy: isManaged(source) ? source : undefined,
      ...more,
    }),
  )
}

/** Sends everything held about the account as one file. */
async function exportData({ request, accountId, session, now }: Submission, options: DataOptions): Promise<Reply> {
  const data = await options.accountData.export(accountId)
  options.audit.record({ type: 'account.exported', accountId, ...originOf(request) })
  const day = new Date(now).toISOString().slice(0, 10)
  const name = session.account.username.replace(/[^\w.-]/g, '_')
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${name}-${day}.json"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: `${JSON.stringify({ exportedAt: new Date(now).toISOString(), ...data }, undefined, 2)}\n`,
  }
}

/** Marks the account for deletion once its username was typed, and logs the user out everywhere. */
async function requestDeletion(submission: Submission, options: DataOptions): Promise<Reply> {
  const { request, accountId, form, now } = submission
  const { base, ownAccounts, accountData, audit, mailing, render, web } = options
  const own = await ownAccounts.find(accountId)
  if (own === undefined || isManaged(own.source)) return seeOther(base + page)
  const typed = normalizeUsername(parameter(form, 'confirm_username') ?? '')
  if (typed !== normalizeUsername(own.username)) return show(submission, own, { isWrong: true }, options)
  const deleteAt = now + options.deletionDays * 86_400_000
  const notice = mailing.notices.write(accountId, 'deletion-requested', changeContext(request, now))
  if (await accountData.requestDeletion(accountId, deleteAt, notice)) {
    audit.record({ type: 'account.deletion-requested', accountId, ...originOf(request) })
    mailing.notices.announce()
  }
  const reply = render(request, { kind: 'account' }, (chrome) =>
    deletionPage({ chrome, now: new Date(now), deleteAt: new Date(deleteAt) }),
  )
  const cookies = [...web.writeBrowserState('', 0), web.writeCookie(sessionCookie, '', 0)]
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}

/** Offers a user who has logged in again to keep the account, and leads on. */
async function showDeletion(visit: Visit, options: DataOptions): Promise<Reply> {
  const { request, browser, accountId, now } = visit
  const deleteAt = await options.accountData.findDeletion(accountId)
  const destination = readTarget(visit, options)
  const next = goTo(destination, options)
  if (deleteAt === undefined) return next
  const goOnHref = String(next.headers.location)
  const keepAction = options.base + deletion + toQuery(destination)
  return options.render(request, { browser, kind: 'flow' }, (chrome) =>
    deletionPage({
      chrome,
      now: new Date(now),
      deleteAt: new Date(deleteAt),
      choice: { keepAction, csrfToken: browser.formToken, goOnHref },
    }),
  )
}

async function keepAccount(submission: Submission, options: DataOptions): Promise<Reply> {
  const { request, browser, accountId, now } = submission
  const { notices } = options.mailing
  const notice = notices.write(accountId, 'deletion-cancelled', changeContext(request, now))
  if (await options.accountData.cancelDeletion(accountId, notice)) {
    options.audit.record({ type: 'account.deletion-cancelled', accountId, ...originOf(request) })
    notices.announce()
  }
  const destination = readTarget(submission, options)
  if (destination.carried !== undefined) return goTo(destination, options)
  return toOutcome(page, { done: 'kept' }, browser, options)
}

/** Reads where the login leads that showed the page. */
function readTarget({ request, browser }: Visit, options: DataOptions): Destination {
  const sealed = addressField(request, 'request')
  const carried = sealed === undefined ? undefined : openRequest(sealed, browser, options)
  return carried === undefined ? { path: readOwnPage(request) ?? '/keys' } : { carried }
}

function isManaged(source: string): source is 'file' | 'directory' {
  return source === 'file' || source === 'directory'
}
