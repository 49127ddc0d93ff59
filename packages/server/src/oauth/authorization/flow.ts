import { rightsAtSameApis } from '../api.ts'
import type { Audit, Authorization, Clock, Instant, OAuthStores, Owner, Pages, Random } from '../ports.ts'
import type { Reply } from '../request.ts'
import { commonRights, covers, joinRights, type Rights, rightsBeyond } from '../rights.ts'
import type { IssueOptions } from '../tokens/issue.ts'
import { answer } from './answer.ts'
import { type Duration, endOf } from './duration.ts'
import { RedirectError } from './errors.ts'
import { type AuthorizationRequest, type ReadRequestOptions, readAuthorizationRequest } from './read-request.ts'

/** What the authorization flow needs. */
export interface FlowOptions extends IssueOptions, ReadRequestOptions {
  readonly stores: OAuthStores
  readonly pages: Pick<Pages, 'formPost'>
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly codeSeconds: number
}

/** What answers a request: an authorization that exists, or a new one that is written with the answer. */
export interface Allowed {
  readonly outcome: 'allowed'
  readonly owner: Owner
  readonly authorization: Authorization
  readonly isNew: boolean
}

/** What a request needs before it can be answered. */
export type Evaluation =
  | Allowed
  | { readonly outcome: 'login' }
  | {
      readonly outcome: 'consent'
      /** What the person is asked for. */
      readonly missing: Rights
      /** What of the request was allowed before. */
      readonly held: Rights
    }

/** What a person decided on the consent page. */
export interface Decision {
  readonly allow: boolean
  readonly ticked: Rights
  readonly duration: Duration
}

/**
 * The steps between an authorization request and its answer, for the endpoint and for the pages between.
 * `deliver` alone writes: what `evaluate` and `decide` return has no effect until it is delivered.
 */
export interface AuthorizationFlow {
  /** Reads a request as sent. @throws PageError, RedirectError */
  read(text: string): Promise<AuthorizationRequest>
  /**
   * Checks whether a request is allowed already, and returns what is missing otherwise.
   * @param since when the request was made: a login older than that does not satisfy `prompt=login`
   * @throws RedirectError `login_required`, `consent_required` with `prompt=none`
   */
  evaluate(request: AuthorizationRequest, owner: Owner | undefined, since: Instant): Promise<Evaluation>
  /** Works out what a decision of the resource owner allows. @throws RedirectError `access_denied` */
  decide(request: AuthorizationRequest, owner: Owner, decision: Decision): Promise<Allowed>
  /**
   * Writes the code or the token and returns the redirect that carries it. Call it once for each request: on the pages only
   * after the interaction was taken.
   */
  deliver(request: AuthorizationRequest, allowed: Allowed): Promise<Reply>
}

/** Creates the authorization flow. */
export function createFlow(options: FlowOptions): AuthorizationFlow {
  return {
    read: (text) => readAuthorizationRequest(text, options),
    evaluate: (request, owner, since) => evaluate(request, owner, since, options),
    decide: (request, owner, decision) => decide(request, owner, decision, options),
    deliver: (request, { owner, authorization, isNew }) =>
      answer({ request, owner, now: options.clock(), key: authorization, isNew }, options),
  }
}

async function evaluate(
  request: AuthorizationRequest,
  owner: Owner | undefined,
  since: Instant,
  options: FlowOptions,
): Promise<Evaluation> {
  const now = options.clock()
  if (owner === undefined || isLoginStale(request, owner, since, now)) {
    if (request.prompt.has('none')) throw refuse(request, 'login_required', 'nobody is logged in')
    return { outcome: 'login' }
  }
  const keys = await remembered(request, owner, now, options)
  const heldInAll = joinRights(...keys.map((key) => key.rights))
  const asksAll = request.prompt.has('consent') || keys.length === 0
  if (asksAll || !covers(heldInAll, request.rights)) {
    if (request.prompt.has('none')) throw refuse(request, 'consent_required', 'the person has not allowed this yet')
    if (asksAll) return { outcome: 'consent', missing: request.rights, held: [] }
    const missing = rightsBeyond(request.rights, heldInAll)
    return { outcome: 'consent', missing, held: commonRights(request.rights, heldInAll) }
  }
  const covering = keys.find((one) => covers(one.rights, request.rights))
  const authorization = covering ?? combine(keys, request, owner, now, options)
  return { outcome: 'allowed', owner, authorization, isNew: covering === undefined }
}

async function decide(
  request: AuthorizationRequest,
  owner: Owner,
  { allow, ticked, duration }: Decision,
  options: FlowOptions,
): Promise<Allowed> {
  if (!allow) throw refuse(request, 'access_denied', 'the resource owner denied the request')
  const now = options.clock()
  const keys = await remembered(request, owner, now, options)
  const held = commonRights(request.rights, joinRights(...keys.map((key) => key.rights)))
  const asked = commonRights(request.rights, ticked)
  const rights = request.prompt.has('consent') ? asked : joinRights(asked, held)
  if (rights.length === 0 && request.rights.length > 0) {
    throw refuse(request, 'access_denied', 'the resource owner left no right ticked')
  }
  const authorization = {
    id: options.random(16),
    accountId: owner.accountId,
    clientId: request.client.id,
    rights,
    createdAt: now,
    endsAt: endOf(duration, now, options.lifetimes.accessToken),
    remembered: duration !== 'once',
  }
  return { outcome: 'allowed', owner, authorization, isNew: true }
}

/** `prompt=login` asks for a login made for this request; `max_age` for one that is not older (OIDC Core §3.1.2.1). */
function isLoginStale({ prompt, maxAge }: AuthorizationRequest, owner: Owner, since: Instant, now: Instant): boolean {
  if ((prompt.has('login') || prompt.has('select_account')) && owner.authenticatedAt < since) return true
  return maxAge !== undefined && owner.authenticatedAt + maxAge < now && owner.authenticatedAt < since
}

async function remembered({ client }: AuthorizationRequest, owner: Owner, now: Instant, { stores }: FlowOptions) {
  const [keys, apis] = await Promise.all([
    stores.listAuthorizations(owner.accountId, client.id, now),
    stores.listApis(),
  ])
  return keys
    .filter((key) => key.remembered)
    .map((key) => ({ ...key, rights: rightsAtSameApis(key.rights, apis, key.createdAt) }))
}

/** Several keys allow the whole together: what they allow becomes one more, which ends with the first of them. */
function combine(
  keys: readonly Authorization[],
  { client, rights: asked }: AuthorizationRequest,
  owner: Owner,
  now: Instant,
  { random }: FlowOptions,
): Authorization {
  const ends = keys.flatMap((key) => key.endsAt ?? [])
  const endsAt = ends.length === 0 ? undefined : Math.min(...ends)
  return {
    id: random(16),
    accountId: owner.accountId,
    clientId: client.id,
    rights: commonRights(asked, joinRights(...keys.map((key) => key.rights))),
    createdAt: now,
    endsAt,
    remembered: true,
  }
}

function refuse(request: AuthorizationRequest, code: RedirectError['code'], description: string): RedirectError {
  return new RedirectError(request.to, { code, description })
}
