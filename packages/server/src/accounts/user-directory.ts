/** A user of an embedding application. */
export interface DirectoryUser {
  /** 1 to 255 visible ASCII characters: the `sub` of tokens (RFC 9068 §2.2). Never given to another user. */
  readonly id: string
  readonly username: string
  readonly disabled?: boolean
  /** Differs after every change of the password: sessions of the version before end. */
  readonly credentialsVersion?: string
  /** Claims with the names of OpenID Connect Core §5.1. `name` is shown on the pages. */
  readonly claims?: { readonly name?: string; readonly email?: string; readonly [claim: string]: unknown }
}

/**
 * The user table of an embedding application, which replaces the accounts of this server. A call that rejects is answered with
 * 503. What `findById` returns is reused for a second at most.
 */
export interface UserDirectory {
  /** Finds a user by a username in NFKC and lower case. */
  findByUsername(username: string): Promise<DirectoryUser | undefined>
  /** Finds a user whose session or token is used. A user that is not found or is disabled is refused. */
  findById(id: string): Promise<DirectoryUser | undefined>
  /** Compares a password. Without a user it should take as long and return false, so that usernames cannot be found out. */
  verifyPassword(user: DirectoryUser | undefined, password: string): Promise<boolean>
}

/** The users of an application in three functions. A call that rejects is answered with 503. */
export interface OwnUsers<U extends DirectoryUser = DirectoryUser> {
  /** Finds a user by a username in NFKC and lower case, or by id; of the latter, results are reused for a second at most. */
  find(by: { readonly username: string } | { readonly id: string }): Promise<U | undefined>
  /** Compares a password. Without a user it should take as long and return false, so that usernames cannot be found out. */
  verify(user: U | undefined, password: string): Promise<boolean>
  /** Claims in addition to those that `find` returns, read when they are needed. */
  claims?(user: U): Promise<Readonly<Record<string, unknown>>>
}

/** Keeps a row for each user of a directory who has logged in: sessions and authorizations refer to it. */
export interface DirectoryMirror {
  /** Stores a user; false if the id is that of another kind of account. */
  put(user: DirectoryUser, now: number): Promise<boolean>
  /** Notes the version of a user's credentials, and ends the user's sessions if it changed; returns whether it did. */
  setVersion(id: string, version: string | undefined): Promise<boolean>
}
