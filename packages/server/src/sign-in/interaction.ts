import { OAuthError } from '@valetkey/protocol'
import type { Interaction } from '../accounts/ports.ts'
import { PageError } from '../oauth/authorization/errors.ts'
import { hashSecret } from '../oauth/hash.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import { seeOther } from '../oauth/request.ts'
import type { TitledProblem } from './error/show-problem.ts'
import type { PageContext } from './options.ts'
import { browserCookie, browserCookieSeconds, readVisit, type Visit } from './visit.ts'

/** How long a person may take between the app's request and the decision, in milliseconds. */
const lifetime = 30 * 60_000

/** Keeps an authorization request aside, bound to the browser, and sends the browser to the step that it needs. */
export async function beginInteraction(
  request: OAuthRequest,
  step: 'login' | 'consent',
  parameters: string,
  context: Omit<PageContext, 'flow'>,
): Promise<Reply> {
  const { interactions, limits, clock, random, base, web } = context
  const address = request.remoteAddress ?? 'unknown'
  const wait = await limits.wait('interaction', address)
  if (wait > 0) {
    throw new OAuthError('temporarily_unavailable', 'too many requests from this address: try again later', {
      status: 429,
      headers: { 'retry-after': String(wait) },
    })
  }
  await limits.fail('interaction', address)
  const visit = await readVisit(request, context)
  const now = clock()
  const id = random(16)
  const browserHash = hashSecret('browser', visit.browser)
  await interactions.add({ id, browserHash, parameters, createdAt: now, expiresAt: now + lifetime })
  const cookie = web.writeCookie(browserCookie, visit.browser, browserCookieSeconds)
  return seeOther(`${base}/${step}?interaction=${id}`, visit.isNewBrowser ? { 'set-cookie': cookie } : {})
}

/** Finds the interaction that a page or form names, if it belongs to this browser; undefined where it names none. */
export async function findInteraction(
  id: string | undefined,
  visit: Visit,
  { interactions, clock }: Pick<PageContext, 'interactions' | 'clock'>,
): Promise<Interaction | undefined> {
  if (id === undefined) return undefined
  const found = await interactions.find(id, hashSecret('browser', visit.browser), clock())
  if (found === undefined) throw outdated(visit)
  return found
}

/** The error page for a request that was answered, has expired, or belongs to another browser. */
export function outdated(visit: Visit): PageError {
  const more: Pick<TitledProblem, 'title' | 'visit'> = { title: 'This page is out of date', visit }
  const description = 'this request was answered already or has expired: go back to the app and start again'
  return new PageError({ status: 400, code: 'invalid_request', description, clause: undefined, ...more })
}
