import { parameter } from '@valetkey/protocol'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { mostPasskeys, type Passkeys } from '../../accounts/passkeys/passkeys.ts'
import type { AuditType } from '../../oauth/audit-event.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { nameBrowser } from '../browser-name.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { type AccountRouteOptions, accountForm, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type PasskeysOutcome, passkeysPage } from './passkeys-page.ts'

export interface PasskeysPageOptions extends AccountRouteOptions {
  /** None where browsers have no passkeys. */
  readonly passkeys?: Passkeys | undefined
  readonly mailing: Pick<Mailing, 'notices' | 'way'>
  readonly audit: Audit
}

type WithPasskeys = PasskeysPageOptions & { readonly passkeys: Passkeys }

const page = '/account/passkeys'

/** Serves the page on which users add, rename and remove their passkeys, after a login within the last minutes. */
export function passkeysRoutes(options: PasskeysPageOptions): readonly Route[] {
  const { passkeys } = options
  const routes = [accountRoute(page, { show: showPasskeys, fresh: passkeys !== undefined }, options)]
  if (passkeys === undefined) return routes
  const all = { ...options, passkeys }
  return [
    ...routes,
    accountForm(`${page}/add`, { page, submit: addPasskey, fresh: true }, all),
    accountForm(`${page}/rename`, { page, submit: renamePasskey, fresh: true }, all),
    accountForm(`${page}/remove`, { page, submit: removePasskey, fresh: true }, all),
  ]
}

async function showPasskeys(visit: Visit, options: PasskeysPageOptions): Promise<Reply> {
  const { request, browser, session, accountId, now } = visit
  const { base, passkeys, render } = options
  const outcome = readOutcome<PasskeysOutcome>(page, request, browser, options)
  const listed = (await passkeys?.list(accountId)) ?? []
  const creation =
    listed.length < mostPasskeys ? await passkeys?.creationOptions(session.account, browser.secret, now) : undefined
  return render(request, { browser, kind: 'account' }, (chrome) =>
    passkeysPage({
      chrome,
      csrfToken: browser.formToken,
      now: new Date(now),
      isAvailable: passkeys !== undefined,
      hasMail: options.mailing.way !== 'none',
      passkeys: listed.map((one) => ({
        id: one.id,
        name: one.name,
        isBackedUp: one.isBackedUp,
        createdAt: new Date(one.createdAt),
        lastUsedAt: one.lastUsedAt === undefined ? undefined : new Date(one.lastUsedAt),
      })),
      creationOptions: creation,
      addAction: `${base}${page}/add`,
      renameAction: `${base}${page}/rename`,
      removeAction: `${base}${page}/remove`,
      outcome,
    }),
  )
}

async function addPasskey(submission: Submission, options: WithPasskeys): Promise<Reply> {
  const { request, browser, session, form, now } = submission
  const response = parameter(form, 'passkey') ?? ''
  const userAgent = request.headers.get('user-agent') ?? ''
  const attempt = {
    response,
    browser: browser.secret,
    now,
    userAgentName: nameDevice(userAgent),
    notice: options.mailing.notices.write(session.account.id, 'passkey-added', changeContext(request, now)),
  }
  const result = await options.passkeys.add(session.account, attempt)
  const outcome: PasskeysOutcome =
    result.outcome === 'added' ? { done: 'added', name: result.passkey.name } : { done: 'nothing', why: result.outcome }
  if (result.outcome === 'added') note(submission, 'added', result.passkey.name, options)
  return toOutcome(page, outcome, browser, options)
}

async function renamePasskey({ browser, accountId, form }: Submission, options: WithPasskeys): Promise<Reply> {
  const [id, name] = [parameter(form, 'id') ?? '', parameter(form, 'name') ?? '']
  const stored = await options.passkeys.rename(id, accountId, name)
  const outcome: PasskeysOutcome =
    stored === undefined ? { done: 'nothing', why: 'gone' } : { done: 'renamed', name: stored }
  return toOutcome(page, outcome, browser, options)
}

/** Removes a passkey, and logs the user out elsewhere: a session of a lost device must not outlive its passkey. */
async function removePasskey(submission: Submission, options: WithPasskeys): Promise<Reply> {
  const { request, browser, session, accountId, form, now } = submission
  const { passkeys, mailing } = options
  const id = parameter(form, 'id') ?? ''
  const name = (await passkeys.list(accountId)).find((one) => one.id === id)?.name ?? ''
  const notice = mailing.notices.write(accountId, 'passkey-removed', changeContext(request, now))
  const done = await passkeys.remove(id, accountId, { keptSession: session.hash, notice })
  if (done !== 'removed') {
    return toOutcome(page, { done: 'nothing', why: done === 'last' ? 'last' : 'gone' } as const, browser, options)
  }
  note(submission, 'removed', name, options)
  return toOutcome(page, { done: 'removed', name } as const, browser, options)
}

function note(
  { request, accountId }: Submission,
  what: 'added' | 'removed',
  detail: string,
  { audit, mailing }: WithPasskeys,
): void {
  const type: AuditType = `passkey.${what}`
  audit.record({ type, accountId, ...originOf(request), detail })
  mailing.notices.announce()
}

/** Names the device that a passkey is added with, in no language: the name is stored. */
function nameDevice(userAgent: string): string {
  const { browser, system } = nameBrowser(userAgent)
  return [browser ?? 'Passkey', ...(system === undefined ? [] : [system])].join(' · ')
}
