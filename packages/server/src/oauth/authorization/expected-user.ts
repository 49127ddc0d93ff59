import { subjectOf } from '../openid/subject.ts'
import type { Keys, Owner } from '../ports.ts'
import type { AuthorizationRequest } from './check-request.ts'

type Expecting = Pick<AuthorizationRequest, 'client' | 'hintedSubject' | 'claimedSubjects'>

/** Checks whether the client expects one user, by `id_token_hint` or a value of the claim `sub`. */
export function expectsUser({ hintedSubject, claimedSubjects }: Omit<Expecting, 'client'>): boolean {
  return hintedSubject !== undefined || claimedSubjects !== undefined
}

/** Checks whether a user is the one that the client expects, or it expects nobody in particular (OIDC Core §3.1.2.2). */
export function isExpectedUser(request: Expecting, { accountId }: Owner, keys: Pick<Keys, 'mac'>): boolean {
  if (!expectsUser(request)) return true
  const { client, hintedSubject, claimedSubjects } = request
  const subject = subjectOf(accountId, client, keys)
  return (hintedSubject ?? subject) === subject && (claimedSubjects ?? [subject]).includes(subject)
}
