import type { DirectoryUser, OwnUsers, UserDirectory } from '../accounts/user-directory.ts'

/** Creates a directory from the three functions of an embedding application. */
export function fromOwnUsers(users: OwnUsers): UserDirectory {
  const found = async (by: Parameters<OwnUsers['find']>[0]): Promise<DirectoryUser | undefined> => {
    const user = await users.find(by)
    if (user === undefined || user === null || users.claims === undefined) return user ?? undefined
    return { ...user, claims: { ...user.claims, ...(await users.claims(user)) } }
  }
  return {
    findByUsername: (username) => found({ username }),
    findById: (id) => found({ id }),
    verifyPassword: (user, password) => users.verify(user, password),
  }
}
