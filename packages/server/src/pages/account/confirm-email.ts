import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import type { Mailing } from '../../accounts/mail/mail.ts'
import type { LinkPurpose, OneTimeLink } from '../../accounts/mail/one-time-links.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { theirs } from '../../ui/html.ts'
import { phrase } from '../../ui/phrase.ts'
import { type Browser, type BrowserOptions, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { messagePage } from '../message-page.ts'
import { pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { changeContext } from '../second-factor/complete-second-step.ts'
import { confirmEmailPage } from './confirm-email-page.ts'

export interface ConfirmEmailOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly audit: Audit
  readonly mailing: Pick<Mailing, 'accounts' | 'links' | 'notices'>
}

/** The page behind the link of a message: anyone who has the mailbox confirms the address, logged in or not. */
export function confirmEmailRoutes(options: ConfirmEmailOptions): readonly Route[] {
  return [pageRoute(mailedPaths.confirmEmail, { GET: showQuestion, POST: confirm }, options)]
}

interface FoundLink {
  readonly secret: string
  readonly purpose: 'change-email' | 'verify-email'
  readonly link: OneTimeLink
  readonly account: EmailAccount
  readonly address: string
}

async function findLink(request: OAuthRequest, options: ConfirmEmailOptions): Promise<FoundLink | undefined> {
  const { links, accounts } = options.mailing
  const secret = addressField(request, 'link')
  for (const purpose of ['change-email', 'verify-email'] as const satisfies readonly LinkPurpose[]) {
    const link = await links.find(secret, purpose, options.clock())
    if (secret === undefined || link?.accountId === undefined) continue
    const account = await accounts.find(link.accountId)
    const { version, email: address } = link.data
    const isOfNow = account !== undefined && !account.disabled && account.credentialsVersion === version
    return isOfNow && address !== undefined ? { secret, purpose, link, account, address } : undefined
  }
  return undefined
}

/** Asks, and changes nothing: programs that check mail open every link in it. */
async function showQuestion(request: OAuthRequest, options: ConfirmEmailOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const found = await findLink(request, options)
  if (found === undefined) return showDead(request, browser, options)
  const { account, address, secret } = found
  const action = `${options.base}${mailedPaths.confirmEmail}?${new URLSearchParams({ link: secret })}`
  const { username } = account
  return options.render(request, { browser }, (chrome) =>
    confirmEmailPage({ chrome, action, csrfToken: browser.formToken, address, username }),
  )
}

/** Uses the link together with the change; the address before learns of it. */
async function confirm(request: OAuthRequest, options: ConfirmEmailOptions): Promise<Reply> {
  const { base, origin, mailing, audit, clock, render } = options
  const browser = await readBrowser(request, options)
  const { token } = await readPosted(request, browser, origin)
  if (token === 'wrong') throw outdatedForm(browser, base)
  const found = await findLink(request, options)
  if (found === undefined) return showDead(request, browser, options)
  if (token === 'outdated') return showQuestion(request, options)
  const { purpose, address, secret, link } = found
  const now = clock()
  const use = { hash: mailing.links.hashOf(secret), version: link.data.version ?? '', now, purpose }
  const done = await mailing.accounts.confirmEmail(use, address, (accountId, to) =>
    mailing.notices.write(accountId, 'email-changed', { ...changeContext(request, now), to }),
  )
  if (done === undefined) return showDead(request, browser, options)
  const { account, before } = done
  const isChange = before !== address
  audit.record({ type: isChange ? 'email.changed' : 'email.verified', accountId: account.id, ...originOf(request) })
  mailing.notices.announce()
  return render(request, { browser }, (chrome) => {
    const { confirmEmail: words } = chrome.words
    const text = phrase((mark) => words.doneText(mark(theirs(address))))
    const ways = [{ href: `${base}/account`, label: words.toAccount }]
    return messagePage({ chrome, title: words.done, text, tone: 'status', ways })
  })
}

function showDead(request: OAuthRequest, browser: Browser, { base, render }: ConfirmEmailOptions): Reply {
  return render(request, { status: 400, browser }, (chrome) => {
    const { confirmEmail: words } = chrome.words
    const ways = [{ href: `${base}/account/email`, label: words.toAccount }]
    return messagePage({ chrome, title: words.dead, text: words.deadText, tone: 'alert', ways })
  })
}
