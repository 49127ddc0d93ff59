import { findApi, isSensitive } from '../api.ts'
import { acrAmong, acrValues, isMultiFactor, multiFactorAcr } from '../authentication-contexts.ts'
import type { Instant, Keys, OAuthStores, Owner } from '../ports.ts'
import type { AuthorizationRequest } from './check-request.ts'
import { RedirectError } from './errors.ts'
import { isExpectedUser } from './expected-user.ts'

/** A login that a request needs. */
export interface NeededLogin {
  readonly why: string
  /** Whether the second factor is all that is missing: what the user proved before counts. */
  readonly isSecondStep: boolean
}

export interface NeededLoginOptions {
  readonly keys: Pick<Keys, 'mac'>
  readonly stores: Pick<OAuthStores, 'listApis'>
  /** Whether a second factor is set up for an account. */
  readonly hasSecondFactor: (accountId: string) => Promise<boolean>
}

/** How old a login without a second factor may be for a sensitive scope, in milliseconds. */
const recent = 15 * 60_000

interface Times {
  /** When the request was made. */
  readonly since: Instant
  readonly now: Instant
}

/**
 * Returns the login that a request needs, or undefined: `prompt=login` and `prompt=create` ask for one made for this request, `max_age` for one
 * that is not older, `id_token_hint` and `claims` for one of a certain user or way (OIDC Core §3.1.2.1, §5.5.1.1), a sensitive scope
 * for one with the second factor of the account, or a recent one.
 * @throws RedirectError if the user has just logged in, and not as the request demands
 */
export async function findNeededLogin(
  request: AuthorizationRequest,
  owner: Owner,
  { since, now }: Times,
  options: NeededLoginOptions,
): Promise<NeededLogin | undefined> {
  const { prompt, maxAge } = request
  const isFresh = owner.authenticatedAt >= since
  if (!isExpectedUser(request, owner, options.keys)) {
    if (!isFresh) return again('the expected user is not logged in')
    throw new RedirectError(request.to, {
      code: 'login_required',
      description: 'a user other than the expected one logged in',
    })
  }
  if (!isFresh && prompt.has('login')) return again('prompt asks for a login')
  if (!isFresh && prompt.has('create')) return again('prompt asks for a new account')
  if (!isFresh && maxAge !== undefined && owner.authenticatedAt + maxAge < now) {
    return again('the login is older than max_age')
  }
  return (
    findDemandedLogin(request, owner, isFresh) ??
    findRequiredLogin(request, owner) ??
    (await findSensitiveLogin(request, owner, owner.authenticatedAt + recent >= now, options)) ??
    findWishedLogin(request, owner, options)
  )
}

/** A login as an essential `acr` demands it. A second factor is added to the login as it is. */
function findDemandedLogin(
  { demandedAcr, to }: AuthorizationRequest,
  owner: Owner,
  isFresh: boolean,
): NeededLogin | undefined {
  if (demandedAcr === undefined || acrAmong(owner, demandedAcr) !== undefined) return undefined
  const why = 'the login has none of the values of acr that claims demands'
  const isWeakerEnough = acrValues.some((acr) => acr !== multiFactorAcr && demandedAcr.includes(acr))
  if (!isFresh && isWeakerEnough) return again(why)
  if (demandedAcr.includes(multiFactorAcr)) return secondStep(why)
  throw new RedirectError(to, { code: 'unmet_authentication_requirements', description: why })
}

/** A login with two factors, for a client that requires them of every user. */
function findRequiredLogin({ client }: AuthorizationRequest, owner: Owner): NeededLogin | undefined {
  if (!client.requireSecondFactor || isMultiFactor(owner)) return undefined
  return secondStep('the client requires a second factor')
}

/** A login for a sensitive scope: with the second factor of the account, or a recent login if it has none. */
async function findSensitiveLogin(
  { rights }: AuthorizationRequest,
  owner: Owner,
  isRecent: boolean,
  { stores, hasSecondFactor }: NeededLoginOptions,
): Promise<NeededLogin | undefined> {
  if (isMultiFactor(owner)) return undefined
  const apis = await stores.listApis()
  const sensitive = rights.flatMap(({ resource, scope }) =>
    scope.filter((name) => isSensitive(findApi(apis, resource), name)),
  )
  if (sensitive.length === 0) return undefined
  const names = `the sensitive scope ${sensitive.join(' ')} requires`
  if (await hasSecondFactor(owner.accountId)) return secondStep(`${names} the second factor of the account`)
  return isRecent ? undefined : again(`${names} a login within the last 15 minutes`)
}

/** A login as the client prefers it, of a user who can log in that way. Where nobody may be asked, it stays a wish. */
async function findWishedLogin(
  { demandedAcr, wishedAcr, prompt }: AuthorizationRequest,
  owner: Owner,
  { hasSecondFactor }: NeededLoginOptions,
): Promise<NeededLogin | undefined> {
  if (demandedAcr !== undefined || prompt.has('none') || isMultiFactor(owner)) return undefined
  const preferred = wishedAcr.find((acr) => acr === multiFactorAcr || acrAmong(owner, [acr]) !== undefined)
  if (preferred !== multiFactorAcr || !(await hasSecondFactor(owner.accountId))) return undefined
  return secondStep('acr_values asks for two factors')
}

function again(why: string): NeededLogin {
  return { why, isSecondStep: false }
}

function secondStep(why: string): NeededLogin {
  return { why, isSecondStep: true }
}
