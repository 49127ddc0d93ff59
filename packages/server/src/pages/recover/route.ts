import { parameter } from '@valetkey/protocol'
import type { Mailing } from '../../accounts/mail/mail.ts'
import { linkLifetime } from '../../accounts/mail/one-time-links.ts'
import type { LoginAttempts } from '../../accounts/ports.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { cutHeader } from '../../ui/words/choose-words.ts'
import { type BrowserOptions, readBrowser } from '../browser.ts'
import { type Destination, readDestination, toQuery } from '../login/destination.ts'
import type { LoginOptions } from '../login/route.ts'
import { mailedPaths } from '../mail/mailed-paths.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { type NewPasswordOptions, newPasswordRoutes } from './new-password.ts'
import { recoverPage, sentPage } from './page.ts'

export interface RecoverOptions extends BrowserOptions, Pick<LoginOptions, 'interactions' | 'flow'> {
  readonly base: string
  readonly issuer: string
  readonly origin: string
  readonly render: Render
  readonly mailing: Pick<Mailing, 'outbox'>
  readonly attempts: LoginAttempts
}

/** The longest text that is looked for. */
const longestAsked = 320

/** Lists the pages that recover a forgotten password (OWASP ASVS 5.0 §6.4). */
export function recoverRoutes(options: RecoverOptions & NewPasswordOptions): readonly Route[] {
  const { recover } = mailedPaths
  return [
    pageRoute(recover, { GET: showRecover, POST: submitRecover }, options),
    aliasRoute(`${recover}/`, options, recover),
    ...newPasswordRoutes(options),
  ]
}

async function showRecover(request: OAuthRequest, options: RecoverOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  return show(request, { browser, destination, status: 200 }, options)
}

/**
 * Puts one row for whatever was typed: who is meant is found out in the background, so that an unknown, a disabled and a
 * known account look and last the same.
 */
async function submitRecover(request: OAuthRequest, options: RecoverOptions): Promise<Reply> {
  const { base, origin, render, mailing, attempts, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong') throw outdatedForm(browser, base)
  const destination = await readDestination(request, browser, options)
  if (token === 'outdated') return show(request, { browser, destination, status: 403, isOutdated: true }, options)
  const from = request.remoteAddress ?? 'unknown'
  const seconds = await attempts.wait('recovery-address', '', from)
  if (seconds > 0) return show(request, { browser, destination, status: 429, retryAfterSeconds: seconds }, options)
  await attempts.fail('recovery-address', '', from)
  const asked = (parameter(form, 'username') ?? '').trim()
  const key = normalizeUsername(asked)
  // Nobody learns that a message was not sent because several were.
  if (asked !== '' && asked.length <= longestAsked && (await attempts.wait('recovery-account', key)) === 0) {
    await attempts.fail('recovery-account', key)
    const header = request.headers.get('accept-language')
    const { remoteAddress: address, id: requestId } = request
    const data = {
      asked,
      ...(header === null ? {} : { language: cutHeader(header) }),
      ...(address === undefined ? {} : { address }),
      ...(requestId === undefined ? {} : { requestId }),
    }
    await mailing.outbox.putTask({ kind: 'recovery', data, expiresAt: clock() + linkLifetime })
  }
  return render(request, { browser, kind: 'other' }, (chrome) =>
    sentPage({
      chrome,
      againHref: base + mailedPaths.recover + toQuery(destination),
      loginHref: `${base}/login${toQuery(destination)}`,
    }),
  )
}

interface Showing {
  readonly browser: Awaited<ReturnType<typeof readBrowser>>
  readonly destination: Destination
  readonly status: number
  readonly isOutdated?: boolean
  readonly retryAfterSeconds?: number
}

function show(
  request: OAuthRequest,
  { browser, destination, status, ...shown }: Showing,
  { base, render }: RecoverOptions,
): Reply {
  const { retryAfterSeconds: retry } = shown
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  return render(request, { status, browser, kind: 'other', headers }, (chrome) =>
    recoverPage({
      chrome,
      action: base + mailedPaths.recover + toQuery(destination),
      csrfToken: browser.formToken,
      loginHref: `${base}/login${toQuery(destination)}`,
      ...shown,
    }),
  )
}
