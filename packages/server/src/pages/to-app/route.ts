import type { Clock } from '../../oauth/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { browserCookie } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import { pageRoute } from '../page-route.ts'
import type { Web } from '../ports.ts'
import type { Render } from '../render.ts'
import { toAppPage } from './page.ts'

export interface ToAppOptions {
  readonly base: string
  readonly web: Pick<Web, 'readCookie' | 'sealer'>
  readonly clock: Clock
  readonly render: Render
}

export function toAppRoutes(options: ToAppOptions): readonly Route[] {
  return [pageRoute('/to-app', { GET: showToApp }, options)]
}

/** For how long the page leads to the app, in milliseconds: as long as a code may be redeemed. */
const lifetime = 60_000

/**
 * Makes of a redirect to an app's own scheme what the caller can use. A desktop browser would stay on the page before it,
 * with a form that was sent: it gets a page that opens the app. Whatever else asks gets the redirect, which a phone's
 * browser follows without a question, and by which apps close the tab that they opened (RFC 8252 §7.1).
 */
export function toApp(request: OAuthRequest, redirect: Reply, options: ToAppOptions): Reply {
  const { location } = redirect.headers
  if (typeof location !== 'string' || !isDesktopBrowser(request)) return redirect
  const browser = options.web.readCookie(request.headers.get('cookie'), browserCookie)
  if (request.method !== 'POST' || browser === undefined) return show(request, location, options)
  const { base, web, clock } = options
  const sealed = web.sealer.seal(`${clock() + lifetime} ${location}`, toBinding(browser))
  return seeOther(`${base}/to-app?answer=${sealed}`)
}

/** Shows the page after a form; a reload sends nothing again. */
async function showToApp(request: OAuthRequest, options: ToAppOptions): Promise<Reply> {
  const { web, clock } = options
  const browser = web.readCookie(request.headers.get('cookie'), browserCookie)
  const text = web.sealer.open(addressField(request, 'answer') ?? '', toBinding(browser ?? ''))
  const [, until, location] = /^(\d+) (.*)$/s.exec(text ?? '') ?? []
  return show(request, Number(until) > clock() ? location : undefined, options)
}

function show(request: OAuthRequest, location: string | undefined, { render }: ToAppOptions): Reply {
  const headers: Record<string, string> = location === undefined ? {} : { refresh: `0;url=${location}` }
  return render(request, { headers }, (chrome) => toAppPage({ chrome, href: location }))
}

/** Only browsers send how they will use the response (Fetch Metadata §2.1). */
function isDesktopBrowser({ headers }: OAuthRequest): boolean {
  if (headers.get('sec-fetch-dest') !== 'document') return false
  return headers.get('sec-ch-ua-mobile') !== '?1' && !/Mobi|Android|iPhone|iPad/.test(headers.get('user-agent') ?? '')
}

function toBinding(browser: string): string {
  return `answer to an app|${browser}`
}
