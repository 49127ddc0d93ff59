import type { Owner } from '../ports.ts'
import type { AuthorizationRequest } from './check-request.ts'
import { RedirectError } from './errors.ts'
import { expectsUser } from './expected-user.ts'
import type { AuthorizationFlow } from './flow.ts'
import { isNameOf, isUsernameOf } from './login-name.ts'

/** The accounts that are logged in in the browser of a request. */
export interface Owners {
  readonly current: Owner | undefined
  /** Looks up the other accounts, which most requests do not need. */
  others(): Promise<readonly Owner[]>
}

/**
 * Chooses the account that a request is for: the current one of the browser, unless the hints of the request name another
 * that is logged in (OIDC Core §3.1.2.1). Undefined if none is logged in, or the user has to choose.
 * @throws RedirectError `account_selection_required` with `prompt=none` if the user has to choose
 */
export async function chooseOwner(
  request: AuthorizationRequest,
  { current, others }: Owners,
  flow: Pick<AuthorizationFlow, 'isExpected'>,
): Promise<Owner | undefined> {
  const { loginHint } = request
  const usesHint = loginHint !== undefined && !expectsUser(request)
  const isExpected = (owner: Owner) => flow.isExpected(request, owner)
  const isMeant = (owner: Owner) => isExpected(owner) && (!usesHint || isUsernameOf(owner, loginHint))
  if (current !== undefined && isMeant(current)) return current
  const signedIn = await others()
  const all = current === undefined ? signedIn : [current, ...signedIn]
  // A username counts for more than an address, as it does at a login.
  const byAddress = usesHint ? all.find((owner) => isExpected(owner) && isNameOf(owner, loginHint)) : undefined
  const meant = usesHint || expectsUser(request) ? (signedIn.find(isMeant) ?? byAddress) : undefined
  if (meant !== undefined || current !== undefined || signedIn.length === 0) return meant ?? current
  if (!request.prompt.has('none')) return undefined
  throw new RedirectError(request.to, {
    code: 'account_selection_required',
    description:
      'several accounts are logged in and none is chosen: send id_token_hint or login_hint, or the request without prompt=none',
  })
}
