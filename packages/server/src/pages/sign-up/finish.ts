import { type Parameters, parameter } from '@valetkey/protocol'
import { readInvitation } from '../../accounts/mail/invitations.ts'
import type { Mailing } from '../../accounts/mail/mail.ts'
import type { OneTimeLink } from '../../accounts/mail/one-time-links.ts'
import { hashOrSayBusy } from '../../accounts/passwords/hash-or-say-busy.ts'
import { minimumFor, type PasswordRule, passwordFault } from '../../accounts/passwords/rule.ts'
import { normalizeEmail, type PasswordHasher, type SignUpStore } from '../../accounts/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { chooseWords } from '../../ui/words/choose-words.ts'
import type { Languages } from '../../ui/words/index.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { type CompleteLoginOptions, completeLogin } from '../login/complete-login.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { messagePage } from '../message-page.ts'
import { pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { donePath, readCarried } from './carried-destination.ts'
import { type FinishFaults, type FinishPage, finishPage } from './finish-page.ts'
import type { SignUpSettings } from './route.ts'

export interface FinishOptions extends CompleteLoginOptions {
  readonly origin: string
  readonly render: Render
  readonly languages: Languages
  readonly mailing: Pick<Mailing, 'links' | 'accounts'>
  readonly signUps: SignUpStore
  readonly hasher: Pick<PasswordHasher, 'hash'>
  readonly passwords: PasswordRule
  readonly signUp: SignUpSettings
}

export function finishRoutes(options: FinishOptions): readonly Route[] {
  return [
    pageRoute(mailedPaths.finishSignUp, { GET: showFinish, POST: submitFinish }, options),
    pageRoute(donePath, { GET: showDone }, options),
  ]
}

/** A link that works, and the address that it confirms. */
export interface FoundLink {
  readonly link: OneTimeLink & { readonly purpose: 'sign-up' | 'invitation' }
  readonly secret: string
  readonly email: string
  readonly username: string
}

/** Lists the language of an invitation, in which its pages are shown to users who have chosen none themselves. */
export function localesOf({ link }: Pick<FoundLink, 'link'>, { session }: Pick<Browser, 'session'>): readonly string[] {
  const language = link.purpose === 'invitation' ? readInvitation(link).language : undefined
  return language === undefined || session?.account.locale !== undefined ? [] : [language]
}

/** Shows the form and changes nothing: programs that check mail open every link in it. */
async function showFinish(request: OAuthRequest, options: FinishOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const found = await findLink(request, 'sign-up', options)
  if (found === undefined) return showDead(request, browser, options)
  if (await isTaken(found, options)) return showTaken(request, browser, found, options)
  return showForm(request, { browser, found, status: 200 }, {}, options)
}

async function submitFinish(request: OAuthRequest, options: FinishOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token === 'wrong') throw outdatedForm(browser, options.base)
  const found = await findLink(request, 'sign-up', options)
  if (found === undefined) return showDead(request, browser, options)
  if (token === 'outdated') return showForm(request, { browser, found, status: 403 }, { isOutdated: true }, options)
  return createAccount(request, { browser, found, form, claims: {} }, options)
}

export interface Creation {
  readonly browser: Browser
  readonly found: FoundLink
  readonly form: Parameters
  readonly claims: Readonly<Record<string, unknown>>
}

/** Uses the link together with the new account: of concurrent callers one succeeds, and a form with faults uses nothing. */
export async function createAccount(request: OAuthRequest, creation: Creation, options: FinishOptions): Promise<Reply> {
  const { signUps, mailing, hasher, audit, languages, signUp, clock } = options
  const { browser, found, form, claims } = creation
  const { email, username, link, secret } = found
  const name = (parameter(form, 'name') ?? '').replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim()
  const password = parameter(form, 'password') ?? ''
  const isAccepted = signUp.terms !== undefined && parameter(form, 'terms') === signUp.terms
  const faults = findFaults({ name, password, isAccepted, email }, options)
  const typed = { name: name.slice(0, 200), isAccepted }
  if (faults !== undefined) return showForm(request, { browser, found, status: 400 }, { ...typed, faults }, options)
  const hash = await hashOrSayBusy(password, hasher)
  if (typeof hash === 'number') {
    return showForm(request, { browser, found, status: 429 }, { ...typed, retryAfterSeconds: hash }, options)
  }
  const { language: locale } = chooseWords(request.headers.get('accept-language'), languages, localesOf(found, browser))
  const result = await signUps.add(
    { hash: mailing.links.hashOf(secret), purpose: link.purpose, now: clock() },
    { username, email, passwordHash: hash, claims: { ...claims, name, locale }, terms: signUp.terms },
  )
  if (result.outcome === 'dead') return showDead(request, browser, options)
  if (result.outcome === 'taken') return showTaken(request, browser, found, options)
  const { account } = result
  audit.record({ type: 'account.signed-up', accountId: account.id, ...originOf(request), detail: link.purpose })
  const destination = readCarried(link, browser, options)
  const proven = { account, methods: ['pwd'] }
  const reply = await completeLogin(request, { browser, proven, destination, way: 'sign-up' }, options)
  return reply ?? showTaken(request, browser, found, options)
}

interface Given {
  readonly name: string
  readonly password: string
  readonly isAccepted: boolean
  readonly email: string
}

function findFaults({ name, password, isAccepted, email }: Given, options: FinishOptions): FinishFaults | undefined {
  const faults = {
    name: name === '' || [...name].length > 200,
    password: passwordFault(password, options.passwords, { names: [email, name] }),
    terms: options.signUp.terms !== undefined && !isAccepted,
  }
  return faults.name || faults.terms || faults.password !== undefined ? faults : undefined
}

/** Finds a link of the request's address that still works. */
export async function findLink(
  request: OAuthRequest,
  purpose: FoundLink['link']['purpose'],
  { mailing, clock }: Pick<FinishOptions, 'mailing' | 'clock'>,
): Promise<FoundLink | undefined> {
  const secret = addressField(request, 'link')
  const link = await mailing.links.find(secret, purpose, clock())
  const username = normalizeEmail(link?.data.email)
  if (secret === undefined || link === undefined || username === undefined) return undefined
  return { link: { ...link, purpose }, secret, email: link.data.email ?? '', username }
}

async function isTaken({ username }: FoundLink, { mailing }: FinishOptions): Promise<boolean> {
  return (await mailing.accounts.findAsked({ username, email: username })).length > 0
}

export interface Showing {
  readonly browser: Browser
  readonly found: FoundLink
  readonly status: number
}

export function showForm(
  request: OAuthRequest,
  { browser, found, status }: Showing,
  shown: Partial<FinishPage>,
  { base, render, passwords, signUp }: FinishOptions,
): Reply {
  const { retryAfterSeconds: retry } = shown
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  const { link, secret, username } = found
  const path = link.purpose === 'invitation' ? mailedPaths.invitation : mailedPaths.finishSignUp
  return render(request, { status, browser, kind: 'other', headers, locales: localesOf(found, browser) }, (chrome) =>
    finishPage({
      chrome,
      action: `${base}${path}?${new URLSearchParams({ link: secret })}`,
      csrfToken: browser.formToken,
      username,
      minimum: minimumFor(passwords),
      isInvited: link.purpose === 'invitation',
      terms: signUp.terms,
      name: link.data.name,
      ...shown,
    }),
  )
}

/** For a link that was used, has expired or never was. */
export function showDead(request: OAuthRequest, browser: Browser, { base, render, signUp }: FinishOptions): Reply {
  return render(request, { status: 400, browser, kind: 'other' }, (chrome) => {
    const { words } = chrome
    const isOpen = signUp.mode === 'open'
    const href = base + (isOpen ? mailedPaths.signUp : '/login')
    const label = isOpen ? words.signUp.askAgain : words.signUp.logIn
    const { dead: title, deadText: text } = words.signUp
    return messagePage({ chrome, title, text, tone: 'alert', ways: [{ href, label }] })
  })
}

/** Only the holder of the link, and so of the mailbox, sees that there is an account. */
function showTaken(request: OAuthRequest, browser: Browser, found: FoundLink, options: FinishOptions): Reply {
  const { base, render } = options
  const { username } = found
  return render(request, { status: 409, browser, kind: 'other', locales: localesOf(found, browser) }, (chrome) => {
    const { signUp, login } = chrome.words
    return messagePage({
      chrome,
      title: signUp.taken,
      text: signUp.takenText(username),
      tone: 'alert',
      ways: [
        { href: `${base}/login`, label: signUp.logIn },
        { href: base + mailedPaths.recover, label: login.recover },
      ],
    })
  })
}

async function showDone(request: OAuthRequest, options: FinishOptions): Promise<Reply> {
  const { base, render } = options
  const browser = await readBrowser(request, options)
  return render(request, { browser, kind: 'other' }, (chrome) => {
    const { signUp } = chrome.words
    const ways = [{ href: `${base}/account`, label: signUp.toAccount }]
    return messagePage({ chrome, title: signUp.done, text: signUp.doneText, tone: 'status', ways })
  })
}
