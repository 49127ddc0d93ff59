import { parameter } from '@valetkey/protocol'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, readBrowser } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { type BeginSessionOptions, beginSession } from '../login/begin-session.ts'
import { type Destination, type DestinationOptions, goTo, readDestination, toQuery } from '../login/destination.ts'
import type { ProvenLogin } from '../login/proven-login.ts'
import { messagePage } from '../message-page.ts'
import { pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { termsPage } from './page.ts'
import { needsTerms, openTermsStep, termsHref } from './terms-step.ts'

export interface TermsRouteOptions extends BeginSessionOptions, DestinationOptions {
  readonly web: BeginSessionOptions['web']
  readonly base: string
  readonly origin: string
  readonly render: Render
}

/** Lists the page on which users accept new terms before they are logged in, or go on. */
export function termsRoutes(options: TermsRouteOptions): readonly Route[] {
  return [pageRoute('/login/terms', { GET: showTerms, POST: submitTerms }, options)]
}

async function showTerms(request: OAuthRequest, options: TermsRouteOptions): Promise<Reply> {
  const { base, render } = options
  const asking = await readAsking(request, await readBrowser(request, options), options)
  if ('status' in asking) return asking
  const { browser, destination, sealed } = asking
  return render(request, { browser, kind: kindOf(destination) }, (chrome) =>
    termsPage({ chrome, action: termsHref(sealed, destination, base), csrfToken: browser.formToken }),
  )
}

/** Whom the page asks: a user whose login waits for the terms, or one who is logged in. */
interface Asking {
  readonly browser: Browser
  readonly destination: Destination
  readonly accountId: string
  /** The login that waits. */
  readonly proven?: ProvenLogin
  readonly sealed?: string
}

/** Reads whom the page asks; leads on if it is nobody. */
async function readAsking(
  request: OAuthRequest,
  browser: Browser,
  options: TermsRouteOptions,
): Promise<Asking | Reply> {
  const destination = await readDestination(request, browser, options)
  const step = openTermsStep(request, browser, options)
  if (step !== undefined) return { browser, destination, accountId: step.proven.account.id, ...step }
  const { session } = browser
  if (session === undefined || addressField(request, 'step') !== undefined) return toLoginAgain(destination, options)
  if (!needsTerms(session, options)) return goTo(destination, options)
  return { browser, destination, accountId: session.accountId }
}

async function submitTerms(request: OAuthRequest, options: TermsRouteOptions): Promise<Reply> {
  const { base, origin, render, signUps, requiredTerms, sessions, audit, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token !== 'right') throw outdatedForm(browser, base)
  const asking = await readAsking(request, browser, options)
  if ('status' in asking) return asking
  const { destination, accountId, proven } = asking
  if (requiredTerms === undefined) return toLoginAgain(destination, options)
  const event = { accountId, ...originOf(request), detail: `version ${requiredTerms}` }
  if (parameter(form, 'decision') === 'accept') {
    await signUps.acceptTerms(accountId, requiredTerms, clock())
    audit.record({ type: 'terms.accepted', ...event })
    if (proven === undefined) return goTo(destination, options)
    return (
      (await beginSession(request, { browser, proven, destination }, options)) ?? toLoginAgain(destination, options)
    )
  }
  audit.record({ type: 'terms.declined', ...event })
  const { session, sessionSecret } = browser
  // A session from before the terms does not outlive their refusal.
  if (session?.accountId === accountId && sessionSecret !== undefined) await sessions.end(sessionSecret)
  const shown = { ...browser, session: undefined }
  return render(request, { browser: shown, kind: kindOf(destination) }, (chrome) => {
    const { terms, signUp } = chrome.words
    const ways = [{ href: `${base}/login${toQuery(destination)}`, label: signUp.logIn }]
    return messagePage({ chrome, title: terms.declined, text: terms.declinedText, tone: 'status', ways })
  })
}

const kindOf = ({ carried }: Destination) => (carried === undefined ? 'other' : 'flow')

function toLoginAgain(destination: Destination, { base }: TermsRouteOptions): Reply {
  return seeOther(`${base}/login${toQuery(destination)}`)
}
