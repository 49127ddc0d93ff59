import type { EmailAccount } from '../../accounts/mail/account-emails.ts'
import { readInvitation } from '../../accounts/mail/invitations.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { theirs } from '../../ui/html.ts'
import { phrase } from '../../ui/phrase.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { toQuery } from '../login/destination.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { messagePage } from '../message-page.ts'
import { pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { createAccount, type FinishOptions, type FoundLink, findLink, localesOf, showForm } from './finish.ts'
import { joinPage } from './join-page.ts'

export function invitationRoutes(options: FinishOptions): readonly Route[] {
  const { invitation } = mailedPaths
  return [
    pageRoute(invitation, { GET: showInvitation, POST: submitInvitation }, options),
    {
      // The form of the address to which a login leads.
      path: `${invitation}/:link`,
      methods: { GET: async (_, { link = '' }) => seeOther(options.base + toAddress(link)) },
      errors: 'page',
      cors: false,
    },
  ]
}

const toAddress = (secret: string) => `${mailedPaths.invitation}?${new URLSearchParams({ link: secret })}`

/** Shows what an invitation leads to and changes nothing: programs that check mail open every link in it. */
async function showInvitation(request: OAuthRequest, options: FinishOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const found = await findLink(request, 'invitation', options)
  if (found === undefined) return showDead(request, browser, options)
  const holders = await findHolders(found, options)
  if (holders.length === 0) return showForm(request, { browser, found, status: 200 }, {}, options)
  return findObstacle(request, browser, { found, holders }, options) ?? showJoin(request, browser, found, {}, options)
}

async function submitInvitation(request: OAuthRequest, options: FinishOptions): Promise<Reply> {
  const { base, origin, render, signUps, mailing, audit, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong') throw outdatedForm(browser, base)
  const found = await findLink(request, 'invitation', options)
  if (found === undefined) return showDead(request, browser, options)
  const { groups } = readInvitation(found.link)
  const holders = await findHolders(found, options)
  if (holders.length === 0) {
    if (token === 'outdated') return showForm(request, { browser, found, status: 403 }, { isOutdated: true }, options)
    return createAccount(request, { browser, found, form, claims: groups.length === 0 ? {} : { groups } }, options)
  }
  const obstacle = findObstacle(request, browser, { found, holders }, options)
  if (obstacle !== undefined) return obstacle
  if (token === 'outdated') return showJoin(request, browser, found, { isOutdated: true }, options)
  const accountId = browser.session?.accountId ?? ''
  const link = { hash: mailing.links.hashOf(found.secret), purpose: 'invitation', now: clock() } as const
  if (!(await signUps.join(link, accountId, groups))) return showDead(request, browser, options)
  const detail = groups.length === 0 ? 'no groups' : `groups ${groups.join(', ')}`
  audit.record({ type: 'invitation.accepted', accountId, ...originOf(request), detail })
  return render(request, { browser, kind: 'account', locales: localesOf(found, browser) }, (chrome) => {
    const { invitation } = chrome.words
    const ways = [{ href: `${base}/account`, label: invitation.toAccount }]
    return messagePage({ chrome, title: invitation.joined, text: invitation.joinedText, tone: 'status', ways })
  })
}

function findHolders({ username }: FoundLink, { mailing }: FinishOptions): Promise<readonly EmailAccount[]> {
  return mailing.accounts.findAsked({ username, email: username })
}

interface Held {
  readonly found: FoundLink
  readonly holders: readonly EmailAccount[]
}

/** Returns the page for a browser that is not logged in to the invited account: none changes by a link alone. */
function findObstacle(
  request: OAuthRequest,
  browser: Browser,
  { found, holders }: Held,
  { base, render }: FinishOptions,
): Reply | undefined {
  const { session } = browser
  if (session !== undefined && holders.some(({ id }) => id === session.accountId)) return undefined
  const query = toQuery({ path: `${mailedPaths.invitation}/${found.secret}` })
  const status = request.method === 'POST' ? 403 : 200
  return render(request, { status, browser, locales: localesOf(found, browser) }, (chrome) => {
    const { invitation } = chrome.words
    const email = theirs(found.email, 320)
    if (session === undefined) {
      const text = phrase((mark) => invitation.logInText(mark(email)))
      const ways = [{ href: `${base}/login${query}`, label: invitation.logIn }]
      return messagePage({ chrome, title: invitation.title, text, tone: 'status', ways })
    }
    const text = phrase((mark) => invitation.otherText(mark(email), mark(theirs(session.account.username))))
    const ways = [{ href: `${base}/login/switch${query}`, label: invitation.useOther }]
    return messagePage({ chrome, title: invitation.other, text, tone: 'alert', ways })
  })
}

function showJoin(
  request: OAuthRequest,
  browser: Browser,
  found: FoundLink,
  shown: { readonly isOutdated?: boolean },
  { base, render }: FinishOptions,
): Reply {
  const { link, secret } = found
  const { groups } = readInvitation(link)
  const status = shown.isOutdated === true ? 403 : 200
  return render(request, { status, browser, kind: 'account', locales: localesOf(found, browser) }, (chrome) =>
    joinPage({
      chrome,
      action: base + toAddress(secret),
      csrfToken: browser.formToken,
      username: browser.session?.account.username ?? '',
      groups,
      ...shown,
    }),
  )
}

function showDead(request: OAuthRequest, browser: Browser, { base, render }: FinishOptions): Reply {
  return render(request, { status: 400, browser }, (chrome) => {
    const { invitation } = chrome.words
    const ways = [{ href: `${base}/login`, label: invitation.logIn }]
    return messagePage({ chrome, title: invitation.dead, text: invitation.deadText, tone: 'alert', ways })
  })
}
