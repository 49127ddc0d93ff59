import { parameter } from '@valetkey/protocol'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { linkLifetime } from '../../accounts/mail/one-time-links.ts'
import { type LoginAttempts, normalizeEmail } from '../../accounts/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { cutHeader } from '../../ui/words/choose-words.ts'
import { type Browser, type BrowserOptions, readBrowser } from '../browser.ts'
import { type Destination, readDestination, toQuery } from '../login/destination.ts'
import type { LoginOptions } from '../login/route.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { messagePage } from '../message-page.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { carryDestination } from './carried-destination.ts'
import { type FinishOptions, finishRoutes } from './finish.ts'
import { invitationRoutes } from './invitation.ts'
import { type SignUpPage, signUpPage, signUpSentPage } from './page.ts'

/** How users create accounts themselves. */
export interface SignUpSettings {
  readonly mode: 'open' | 'invitation'
  /** The version of the terms that users accept. */
  readonly terms?: string | undefined
  /** Whether a text is an address that accounts may have. */
  readonly isAddress: (text: string) => boolean
}

export interface SignUpOptions extends BrowserOptions, Pick<LoginOptions, 'interactions' | 'flow'> {
  readonly base: string
  readonly issuer: string
  readonly origin: string
  readonly render: Render
  readonly mailing: Pick<Mailing, 'outbox'>
  readonly attempts: LoginAttempts
  readonly signUp: SignUpSettings
}

/** The longest address that can be a username too. */
const longestAddress = 200

/** Lists the pages by which users create accounts: the e-mail address first, and nothing is stored until it is confirmed. */
export function signUpRoutes(options: SignUpOptions & FinishOptions): readonly Route[] {
  const { signUp } = mailedPaths
  const handlers =
    options.signUp.mode === 'open'
      ? { GET: showSignUp, POST: submitSignUp }
      : { GET: showByInvitation, POST: showByInvitation }
  return [
    pageRoute(signUp, handlers, options),
    aliasRoute(`${signUp}/`, options, signUp),
    ...finishRoutes(options),
    ...invitationRoutes(options),
  ]
}

async function showByInvitation(request: OAuthRequest, options: SignUpOptions): Promise<Reply> {
  const { base, render } = options
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  return render(request, { browser, status: request.method === 'POST' ? 403 : 200 }, (chrome) =>
    messagePage({
      chrome,
      title: chrome.words.signUp.byInvitation,
      text: chrome.words.signUp.byInvitationText,
      tone: 'status',
      ways: [{ href: `${base}/login${toQuery(destination)}`, label: chrome.words.signUp.toLogin }],
    }),
  )
}

async function showSignUp(request: OAuthRequest, options: SignUpOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  return show(request, { browser, destination, status: 200 }, {}, options)
}

/** Puts one row for whatever address: whether it is known is found out in the background, so that both look and last the same. */
async function submitSignUp(request: OAuthRequest, options: SignUpOptions): Promise<Reply> {
  const { base, origin, render, mailing, attempts, signUp } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong') throw outdatedForm(browser, base)
  const destination = await readDestination(request, browser, options)
  const shown = { browser, destination }
  if (token === 'outdated') return show(request, { ...shown, status: 403 }, { isOutdated: true }, options)
  const email = (parameter(form, 'email') ?? '').trim().slice(0, 1000).normalize('NFKC')
  const key = normalizeEmail(email)
  if (key === undefined || key.length > longestAddress || !signUp.isAddress(email)) {
    return show(request, { ...shown, status: 400 }, { email: email.slice(0, 320), isMalformed: true }, options)
  }
  const from = request.remoteAddress ?? 'unknown'
  const waits = [await attempts.wait('sign-up-address', '', from), await attempts.wait('sign-up-total', '')]
  const retryAfterSeconds = Math.max(...waits)
  if (retryAfterSeconds > 0) return show(request, { ...shown, status: 429 }, { email, retryAfterSeconds }, options)
  await attempts.fail('sign-up-address', '', from)
  await attempts.fail('sign-up-total', '')
  // Nobody learns that a message was not sent because several were.
  if ((await attempts.wait('sign-up-email', key)) === 0) {
    await attempts.fail('sign-up-email', key)
    await mailing.outbox.putTask(writeTask(request, { email, ...shown }, options))
  }
  return render(request, { browser, kind: 'other' }, (chrome) =>
    signUpSentPage({
      chrome,
      email,
      againHref: base + mailedPaths.signUp + toQuery(destination),
      loginHref: `${base}/login${toQuery(destination)}`,
    }),
  )
}

interface Asked {
  readonly email: string
  readonly browser: Browser
  readonly destination: Destination
}

function writeTask(request: OAuthRequest, { email, browser, destination }: Asked, { clock }: SignUpOptions) {
  const header = request.headers.get('accept-language')
  const { remoteAddress: address, id: requestId } = request
  const data = {
    email,
    ...carryDestination(destination),
    browserHash: hashSecret('browser', browser.secret),
    ...(header === null ? {} : { language: cutHeader(header) }),
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  }
  return { kind: 'sign-up', data, expiresAt: clock() + linkLifetime } as const
}

interface Showing {
  readonly browser: Browser
  readonly destination: Destination
  readonly status: number
}

function show(
  request: OAuthRequest,
  { browser, destination, status }: Showing,
  shown: Partial<SignUpPage>,
  { base, render }: SignUpOptions,
): Reply {
  const { retryAfterSeconds: retry } = shown
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  return render(request, { status, browser, kind: 'other', headers }, (chrome) =>
    signUpPage({
      chrome,
      action: base + mailedPaths.signUp + toQuery(destination),
      csrfToken: browser.formToken,
      loginHref: `${base}/login${toQuery(destination)}`,
      ...shown,
    }),
  )
}
