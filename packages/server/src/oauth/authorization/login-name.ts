import type { Owner } from '../pages-port.ts'

const normalize = (name: string) => name.trim().normalize('NFKC').toLowerCase()

/** Checks whether a text, such as `login_hint`, is the username of a user. */
export function isUsernameOf({ username }: Pick<Owner, 'username'>, name: string): boolean {
  return normalize(name) === normalize(username)
}

/** Checks whether a text is the username of a user, or the user's verified e-mail address. */
export function isNameOf(owner: Pick<Owner, 'username' | 'verifiedEmail'>, name: string): boolean {
  return isUsernameOf(owner, name) || normalize(name) === owner.verifiedEmail
}
