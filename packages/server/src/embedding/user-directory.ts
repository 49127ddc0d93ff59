import { credentialsVersion } from '../accounts/credentials-version.ts'
import { type Accounts, HasherBusy, type LoginAccount } from '../accounts/ports.ts'
import type { DirectoryMirror, DirectoryUser, UserDirectory } from '../accounts/user-directory.ts'
import { type JsonObject, Unavailable } from '../oauth/ports.ts'
import { writtenClaims } from './written-claims.ts'

export interface DirectoryAccount extends LoginAccount {
  readonly user: DirectoryUser
}

/** The status of a user. */
export interface Checked {
  readonly isActive: boolean
  /** Whether the credentials changed, so that the user's sessions have ended. */
  readonly changed: boolean
  /** The user's claims at that time; undefined for a user that was not found. */
  readonly claims: JsonObject | undefined
}

/** The users of an embedding application as this server needs them. */
export interface Directory {
  readonly accounts: Accounts<DirectoryAccount>
  /**
   * Checks whether a user is active; the result is reused for a second. @throws Unavailable if the application fails
   */
  check(id: string): Promise<Checked>
}

export interface DirectoryOptions {
  readonly mirror: DirectoryMirror
  readonly clock: () => number
}

interface Known {
  readonly at: number
  readonly isActive: boolean
  readonly version: string | undefined
  readonly claims: JsonObject | undefined
}

const reusedMs = 1_000
const mostKnown = 10_000

/** Lets the users of an embedding application log in, and refuses those it removed. */
export function createDirectory(users: UserDirectory, { mirror, clock }: DirectoryOptions): Directory {
  const known = new Map<string, Known>()
  const remember = (id: string, found: Known) => {
    known.delete(id)
    known.set(id, found)
    const [oldest] = known.keys()
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  }
  const findByUsername = async (username: string) => {
    const found = await find(() => users.findByUsername(username))
    return found && toAccount(found)
  }
  return {
    accounts: {
      findByUsername,
      // The directory decides which names its users may log in with.
      findByName: findByUsername,
      verifyPassword: async (account, password) =>
        (await ask(() => users.verifyPassword(account?.user, password))) === true,
      async enroll(account) {
        const { id, credentialsVersion: checked } = account
        const found = await find(() => users.findById(id))
        if (found === undefined || found.user.disabled || versionOf(found.user) !== checked) return undefined
        // The next check writes the version again: it may have changed since it was read.
        known.delete(id)
        const { user, claims } = found
        return (await mirror.put({ ...user, claims }, clock())) ? account : undefined
      },
    },
    async check(id) {
      const now = clock()
      const before = known.get(id)
      if (before !== undefined && Math.abs(now - before.at) < reusedMs)
        return { isActive: before.isActive, changed: false, claims: before.claims }
      const found = await find(() => users.findById(id))
      const user = found?.user
      const isActive = user !== undefined && !user.disabled
      const version = user?.credentialsVersion
      const isNew = isActive && (before === undefined || !before.isActive || before.version !== version)
      const changed = isNew && (await mirror.setVersion(id, version))
      const claims = found && { preferred_username: found.user.username, ...found.claims }
      remember(id, { at: now, isActive, version, claims })
      return { isActive, changed, claims }
    },
  }
}

/** A user, and the claims as they will be stored and sent. */
interface Found {
  readonly user: DirectoryUser
  readonly claims: JsonObject & { readonly name?: string }
}

function find(question: () => Promise<DirectoryUser | undefined>): Promise<Found | undefined> {
  return ask(async () => {
    const user = await question()
    return user && { user, claims: writtenClaims(user.claims ?? {}) }
  })
}

function toAccount({ user, claims }: Found): DirectoryAccount {
  const { id, username, disabled = false } = user
  if (!/^[\x21-\x7e]{1,255}$/.test(id)) {
    throw new Unavailable(`user directory: the id ${JSON.stringify(id)} is not 1 to 255 visible ASCII characters`)
  }
  return { id, username, displayName: claims.name || username, disabled, credentialsVersion: versionOf(user), user }
}

function versionOf({ credentialsVersion: version = '' }: DirectoryUser): string {
  return credentialsVersion({ passwordHash: undefined, version })
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (cause) {
    if (cause instanceof HasherBusy || cause instanceof Unavailable) throw cause
    throw new Unavailable('the user directory of the embedding application failed', { cause })
  }
}
