import { parameter } from '@valetkey/protocol'
import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { hashOrSayBusy } from '../../accounts/passwords/hash-or-say-busy.ts'
import { minimumFor, namesOf, type PasswordRule, passwordFault } from '../../accounts/passwords/rule.ts'
import type { PasswordHasher } from '../../accounts/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { type CompleteLoginOptions, completeLogin } from '../login/complete-login.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { messagePage } from '../message-page.ts'
import { pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { type NewPasswordPage, newPasswordPage } from './page.ts'

export interface NewPasswordOptions extends CompleteLoginOptions {
  readonly origin: string
  readonly render: Render
  readonly mailing: Pick<Mailing, 'links' | 'accounts' | 'notices'>
  readonly hasher: Pick<PasswordHasher, 'hash'>
  readonly passwords: PasswordRule
}

export function newPasswordRoutes(options: NewPasswordOptions): readonly Route[] {
  return [pageRoute(mailedPaths.newPassword, { GET: showNewPassword, POST: submitNewPassword }, options)]
}

/** Shows the form and changes nothing: programs that check mail open every link in it. */
async function showNewPassword(request: OAuthRequest, options: NewPasswordOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const link = await findLink(request, options)
  if (link === undefined) return showDead(request, browser, options)
  return show(request, { browser, link, status: 200 }, {}, options)
}

/** Uses the link together with the change: of concurrent callers one succeeds, and a password that is refused uses nothing. */
async function submitNewPassword(request: OAuthRequest, options: NewPasswordOptions): Promise<Reply> {
  const { base, origin, mailing, hasher, passwords, audit, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong') throw outdatedForm(browser, base)
  const link = await findLink(request, options)
  if (link === undefined) return showDead(request, browser, options)
  if (token === 'outdated') return show(request, { browser, link, status: 403 }, { isOutdated: true }, options)
  const password = parameter(form, 'password') ?? ''
  const fault = passwordFault(password, passwords, { names: link.names })
  if (fault !== undefined) return show(request, { browser, link, status: 400 }, { fault }, options)
  const hash = await hashOrSayBusy(password, hasher)
  if (typeof hash === 'number') {
    return show(request, { browser, link, status: 429 }, { retryAfterSeconds: hash }, options)
  }
  const now = clock()
  const use = { hash: link.hash, version: link.version, now }
  const account = await mailing.accounts.recover(use, hash, (accountId) =>
    mailing.notices.write(accountId, 'password-changed', changeContext(request, now)),
  )
  if (account === undefined) return showDead(request, browser, options)
  const detail = 'by a link sent by e-mail'
  audit.record({ type: 'account.password-changed', accountId: account.id, ...originOf(request), detail })
  mailing.notices.announce()
  // The sessions of the account have ended, this browser's too.
  const proven = { account, methods: ['pwd'] }
  const reply = await completeLogin(request, { browser, proven, destination: {}, way: 'recovery' }, options)
  return reply ?? showDead(request, browser, options)
}

interface FoundLink {
  readonly secret: string
  readonly hash: string
  readonly version: string
  readonly account: EmailAccount
  readonly names: readonly string[]
}

async function findLink(request: OAuthRequest, { mailing, clock }: NewPasswordOptions): Promise<FoundLink | undefined> {
  const secret = addressField(request, 'link')
  const link = await mailing.links.find(secret, 'recover', clock())
  if (secret === undefined || link?.accountId === undefined) return undefined
  const account = await mailing.accounts.find(link.accountId)
  const { version = '' } = link.data
  if (account === undefined || account.disabled || account.credentialsVersion !== version) return undefined
  const names = namesOf({ username: account.username, ...account.claims })
  return { secret, hash: mailing.links.hashOf(secret), version, account, names }
}

interface Showing {
  readonly browser: Browser
  readonly link: FoundLink
  readonly status: number
}

function show(
  request: OAuthRequest,
  { browser, link, status }: Showing,
  shown: Partial<NewPasswordPage>,
  { base, render, passwords }: NewPasswordOptions,
): Reply {
  const { retryAfterSeconds: retry } = shown
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  return render(request, { status, browser, kind: 'other', headers }, (chrome) =>
    newPasswordPage({
      chrome,
      action: `${base}${mailedPaths.newPassword}?${new URLSearchParams({ link: link.secret })}`,
      csrfToken: browser.formToken,
      username: link.account.username,
      minimum: minimumFor(passwords),
      names: link.names,
      ...shown,
    }),
  )
}

function showDead(request: OAuthRequest, browser: Browser, { base, render }: NewPasswordOptions): Reply {
  return render(request, { status: 400, browser }, (chrome) => {
    const { recover } = chrome.words
    const href = base + mailedPaths.recover
    const ways = [{ href, label: recover.askAgain }]
    return messagePage({ chrome, title: recover.dead, text: recover.deadText, tone: 'alert', ways })
  })
}
