import type { AuthorizationRequest } from '../authorization/check-request.ts'
import { chooseOwner } from '../authorization/choose-owner.ts'
import { PageError, toSilentError } from '../authorization/errors.ts'
import type { AuthorizationFlow, Evaluation } from '../authorization/flow.ts'
import { hiddenRequest } from '../authorization/resolve/resolve-request.ts'
import type { Clock, Pages, Step } from '../ports.ts'
import { type OAuthRequest, type Reply, seeOther, toTarget } from '../request.ts'
import type { Route } from '../router.ts'

export interface AuthorizeOptions {
  readonly flow: AuthorizationFlow
  readonly pages: Pick<Pages, 'owner' | 'otherOwners' | 'interact'>
  readonly clock: Clock
}

export function authorizeRoute(options: AuthorizeOptions): Route {
  const authorize = authorizeEndpoint(options)
  return {
    path: '/authorize',
    methods: { GET: authorize, POST: authorize },
    errors: 'page',
    cors: false,
    metadata: { member: 'authorization_endpoint' },
  }
}

/**
 * The authorization endpoint (RFC 6749 §3.1). Where the user is logged in and has allowed the request before, it responds
 * at once, else by way of the pages.
 *
 * A request by POST is checked and asked again by GET: browsers send the cookies of this server along with a link from
 * another site, and not with a form, so that the user would look logged out. An encrypted request stays encrypted.
 */
function authorizeEndpoint(options: AuthorizeOptions): (request: OAuthRequest) => Promise<Reply> {
  const { flow } = options
  return async (request) => {
    if (request.method === 'POST') {
      const body = await readBody(request)
      const { stored } = await flow.read(body)
      return seeOther(`${toTarget(request.url).path}?${hiddenRequest(body) ?? stored}`)
    }
    const asked = await flow.read(toTarget(request.url).query)
    try {
      return await respond(asked, request, options)
    } catch (cause) {
      throw asked.prompt.has('none') ? toSilentError(cause, asked.to) : cause
    }
  }
}

async function respond(
  asked: AuthorizationRequest,
  request: OAuthRequest,
  { flow, pages, clock }: AuthorizeOptions,
): Promise<Reply> {
  const current = await pages.owner(request)
  const owner = await chooseOwner(asked, { current, others: () => pages.otherOwners(request) }, flow)
  const evaluation = await flow.evaluate(asked, owner, clock())
  if (evaluation.outcome === 'allowed') return flow.deliver(asked, evaluation, request)
  return pages.interact(request, nextStep(evaluation, owner === current), asked.stored)
}

/** The pages of consent and terms ask the current user of the browser, so that another one has to be chosen first. */
function nextStep(evaluation: Evaluation, isCurrent: boolean): Step {
  const { outcome } = evaluation
  if (outcome === 'login') return evaluation.isNew ? 'create' : 'login'
  if (outcome === 'choose' || !isCurrent) return 'choose'
  return outcome === 'terms' ? outcome : 'consent'
}

async function readBody(request: OAuthRequest): Promise<string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    const description = 'the Content-Type must be application/x-www-form-urlencoded'
    throw new PageError({ status: 400, code: 'invalid_request', description, clause: 'RFC 6749 §3.1' })
  }
  return request.text()
}
