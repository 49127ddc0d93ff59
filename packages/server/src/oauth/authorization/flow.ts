import { OAuthError } from '@valetkey/protocol'
import { rightsAtSameApis } from '../api.ts'
import { type ExpiringRights, gatherRights, rightsAt } from '../expiring-rights.ts'
import { identityScopeOf, openid, withoutOrphans } from '../identity-scopes.ts'
import type { Audit, Authorization, Clock, Instant, OAuthStores, Owner, Random } from '../ports.ts'
import type { OAuthRequest, Reply } from '../request.ts'
import { commonRights, covers, joinRights, type Rights, rightsBeyond } from '../rights.ts'
import type { IssueOptions } from '../tokens/issue.ts'
import { type AuthorizationRequest, type CheckRequestOptions, checkRequest } from './check-request.ts'
import { deliveryOf } from './deliver/index.ts'
import { isEasilyImitated, isKnownDestination } from './destination.ts'
import { type Duration, endOf } from './duration.ts'
import { RedirectError, toPageError } from './errors.ts'
import { isExpectedUser } from './expected-user.ts'
import { findNeededLogin, type NeededLogin, type NeededLoginOptions } from './needed-login.ts'
import { readRequest } from './read-request.ts'
import type { ResolveServices } from './resolve/resolver.ts'
import { fromStoredRequest } from './resolve/stored-request.ts'
import type { ModeServices } from './response-modes/response-mode.ts'
import { carriesIdToken } from './response-types/response-type.ts'

/** What the authorization flow needs. */
export interface FlowOptions
  extends IssueOptions,
    Omit<CheckRequestOptions, 'keys'>,
    Pick<ResolveServices, 'clientKeys' | 'outbound'>,
    Pick<NeededLoginOptions, 'hasSecondFactor'>,
    Pick<ModeServices, 'pages' | 'encryption'> {
  readonly stores: OAuthStores
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly codeSeconds: number
  readonly sessionSeconds: number
  /** The version of the terms that users must have accepted; none by default. */
  readonly requiredTerms?: string | undefined
}

/** The authorization that allows a request: an existing one, or a new one that is written with the response. */
export interface Allowed {
  readonly outcome: 'allowed'
  readonly owner: Owner
  readonly authorization: Authorization
  readonly isNew: boolean
}

/** The result of evaluating a request: allowed, or the page that it needs first. */
export type Evaluation =
  | Allowed
  | {
      readonly outcome: 'login'
      /** Whether the client asks for a new account (`prompt=create`). */
      readonly isNew: boolean
      /** Whether the second factor is all that is missing. */
      readonly isSecondStep: boolean
    }
  | {
      /** The user has to choose among the accounts that are logged in (`prompt=select_account`). */
      readonly outcome: 'choose'
    }
  | {
      /** The user logged in before the terms that are required now. */
      readonly outcome: 'terms'
    }
  | {
      readonly outcome: 'consent'
      /** The rights to ask the user for. */
      readonly missing: Rights
      /** What of the request was allowed before. */
      readonly held: Rights
    }
  | {
      /** All of it was allowed before, but to a client that cannot prove that it is the same one (RFC 8252 §8.6). */
      readonly outcome: 'confirm'
      /** What to deliver when the resource owner confirms. */
      readonly allowed: Allowed
    }

/** A decision on the consent page. */
export interface Decision {
  readonly allow: boolean
  readonly ticked: Rights
  readonly duration: Duration
}

/**
 * The steps of an authorization request: resolve and check (`read`, `resume`), allow (`evaluate`, `decide`), deliver.
 * `deliver` alone writes: what `evaluate` and `decide` return has no effect until it is delivered.
 */
export interface AuthorizationFlow {
  /** Resolves and checks a request as sent: the query, or the body of a POST. @throws PageError, RedirectError */
  read(text: string): Promise<AuthorizationRequest>
  /** Checks a request again that was stored while the user logged in or decided. @throws PageError, RedirectError */
  resume(stored: string): Promise<AuthorizationRequest>
  /**
   * Checks whether a request is allowed already, and returns what is missing otherwise.
   * @param since when the request was made: a login older than that does not satisfy `prompt=login`
   * @throws RedirectError `login_required`, `consent_required`, `interaction_required` with `prompt=none` (OIDC Core §3.1.2.6)
   */
  evaluate(request: AuthorizationRequest, owner: Owner | undefined, since: Instant): Promise<Evaluation>
  /** Checks whether a user is the one that the client expects, or it expects nobody in particular. */
  isExpected(request: AuthorizationRequest, owner: Owner): boolean
  /** Works out what a decision of the resource owner allows. @throws RedirectError `access_denied` */
  decide(request: AuthorizationRequest, owner: Owner, decision: Decision): Promise<Allowed>
  /**
   * Writes the code or the token and returns the redirect that carries it. Call it once for each request: on the pages only
   * after the interaction was taken.
   * @param from the request of the browser
   */
  deliver(request: AuthorizationRequest, allowed: Allowed, from: OAuthRequest): Promise<Reply>
}

/** Creates the authorization flow. */
export function createFlow(options: FlowOptions): AuthorizationFlow {
  return {
    async read(text) {
      try {
        return await readRequest(text, options)
      } catch (cause) {
        throw onPage(cause)
      }
    },
    async resume(stored) {
      try {
        return await checkRequest(fromStoredRequest(stored), options)
      } catch (cause) {
        throw onPage(cause)
      }
    },
    evaluate: (request, owner, since) => evaluate(request, owner, since, options),
    isExpected: (request, owner) => isExpectedUser(request, owner, options.keys),
    decide: (request, owner, decision) => decide(request, owner, decision, options),
    deliver: (request, { owner, authorization, isNew }, from) =>
      deliveryOf(request.to).deliver({ request, from, owner, now: options.clock(), authorization, isNew }, options),
  }
}

const nobody: NeededLogin = { why: 'no user is logged in', isSecondStep: false }

/** Shows errors as a page for as long as there is no redirect URI to trust. */
function onPage(cause: unknown): unknown {
  return cause instanceof OAuthError ? toPageError(cause) : cause
}

async function evaluate(
  request: AuthorizationRequest,
  owner: Owner | undefined,
  since: Instant,
  options: FlowOptions,
): Promise<Evaluation> {
  const now = options.clock()
  const mustChoose = owner !== undefined && request.prompt.has('select_account') && owner.authenticatedAt < since
  if (mustChoose) return { outcome: 'choose' }
  const needed = owner === undefined ? nobody : await findNeededLogin(request, owner, { since, now }, options)
  if (owner === undefined || needed !== undefined) {
    if (!request.prompt.has('none')) {
      const isSecondStep = needed?.isSecondStep === true
      return { outcome: 'login', isNew: request.prompt.has('create') && !isSecondStep, isSecondStep }
    }
    throw refuse(
      request,
      'login_required',
      `${needed?.why}, and prompt=none allows no login page: send the request without prompt=none`,
    )
  }
  if (options.requiredTerms !== undefined && owner.acceptedTerms !== options.requiredTerms) {
    if (!request.prompt.has('none')) return { outcome: 'terms' }
    const why = 'the resource owner has to accept new terms'
    throw refuse(request, 'interaction_required', `${why}: send the request without prompt=none`)
  }
  const authorizations = await remembered(request, owner, now, options)
  const held = heldAt(authorizations, now)
  const asksAll = request.prompt.has('consent') || authorizations.length === 0
  if (asksAll || !covers(held, request.rights)) {
    if (request.prompt.has('none')) {
      throw refuse(
        request,
        'consent_required',
        'the resource owner has not consented to everything requested: send the request without prompt=none',
      )
    }
    if (asksAll) return { outcome: 'consent', missing: request.rights, held: [] }
    const missing = rightsBeyond(request.rights, held)
    return { outcome: 'consent', missing, held: commonRights(request.rights, held) }
  }
  const here = authorizations.filter((authorization) => isKnownDestination(authorization, request))
  const isKnown =
    here.length === authorizations.length || (here.length > 0 && covers(heldAt(here, now), request.rights))
  const covering = isKnown ? here.find((one) => covers(rightsAt(one, now), request.rights)) : undefined
  const authorization =
    covering ??
    // At a known destination nothing lasts longer than what was allowed there.
    newAuthorization(request, owner, now, options.random, gatherRights(request.rights, isKnown ? here : authorizations))
  const allowed = { outcome: 'allowed', owner, authorization, isNew: covering === undefined } as const
  if (isKnown && !isEasilyImitated(request)) return allowed
  if (request.prompt.has('none')) {
    const why = isKnown ? 'this client has no secret' : 'the resource owner has not consented at this redirect_uri yet'
    throw refuse(
      request,
      'interaction_required',
      `${why}: the resource owner has to confirm the request, so send it without prompt=none`,
    )
  }
  return { outcome: 'confirm', allowed }
}

async function decide(
  request: AuthorizationRequest,
  owner: Owner,
  { allow, ticked, duration }: Decision,
  options: FlowOptions,
): Promise<Allowed> {
  if (!allow) throw refuse(request, 'access_denied', 'the resource owner denied the request')
  const now = options.clock()
  const authorizations = request.prompt.has('consent') ? [] : await remembered(request, owner, now, options)
  const held = commonRights(request.rights, heldAt(authorizations, now))
  const asked = commonRights(request.rights, ticked)
  const rights = withoutOrphans(commonRights(request.rights, joinRights(asked, held)), request.rights)
  if (rights.length === 0 && request.rights.length > 0) {
    throw refuse(request, 'access_denied', 'the resource owner granted none of the requested scopes')
  }
  if (carriesIdToken(request.responseType) && !identityScopeOf(rights).includes(openid)) {
    const description = `the resource owner did not allow openid, which response_type ${request.responseType.name} needs`
    throw refuse(request, 'access_denied', description)
  }
  const end = endOf(duration, now, options.lifetimes.accessToken)
  // What was held keeps its end: to allow more, or to untick what is new, makes nothing last longer.
  const given = gatherRights(rights, [{ rights: asked, endsAt: end, earlyEnds: [] }, ...authorizations], end)
  const authorization = newAuthorization(request, owner, now, options.random, given)
  return {
    outcome: 'allowed',
    owner,
    authorization: { ...authorization, remembered: duration !== 'once' },
    isNew: true,
  }
}

async function remembered({ client }: AuthorizationRequest, owner: Owner, now: Instant, { stores }: FlowOptions) {
  const authorizations = await stores.listAuthorizations(owner.accountId, client.id, now)
  const apis = await stores.listApis()
  return authorizations
    .filter((authorization) => authorization.remembered)
    .map((authorization) => {
      const rights = rightsAtSameApis(authorization.rights, apis, authorization.createdAt)
      return rights === authorization.rights ? authorization : { ...authorization, rights }
    })
}

function heldAt(authorizations: readonly Authorization[], now: Instant): Rights {
  return joinRights(...authorizations.map((authorization) => rightsAt(authorization, now)))
}

function newAuthorization(
  { client, to }: AuthorizationRequest,
  owner: Owner,
  now: Instant,
  random: Random,
  given: ExpiringRights,
): Authorization {
  return {
    id: random(16),
    accountId: owner.accountId,
    clientId: client.id,
    ...given,
    createdAt: now,
    remembered: true,
    redirectUri: to.redirectUri,
  }
}

function refuse(request: AuthorizationRequest, code: RedirectError['code'], description: string): RedirectError {
  return new RedirectError(request.to, { code, description })
}
