import { readImportedHash } from '../../accounts/imported-hashes/index.ts'
import { argon2HashFault } from '../../accounts/passwords/argon2-hash.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import { checkAccount } from '../accounts/check-account.ts'
import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { AccountEntry, ProvisioningStore, ProvisioningWrites } from '../ports.ts'
import { type ImportedAccount, type ImportSource, isMembers } from './imported-account.ts'
import { BrokenFile, type Piece, splitObjects } from './split-objects.ts'

export interface ImportOptions extends Management {
  readonly source: ImportSource
  readonly random: (bytes: number) => string
  /** Whether nothing is written. */
  readonly dryRun: boolean
  /** Whether the first user that cannot be taken over ends the import; those before are taken over. */
  readonly stop: boolean
}

/** A user of the file that is not taken over. */
export interface SkippedUser {
  readonly line: number
  readonly username: string | undefined
  readonly what: string
}

/** The result of an import. */
export interface Imported {
  readonly added: number
  /** Accounts of an earlier import that got what they lacked. */
  readonly completed: number
  readonly unchanged: number
  /** Accounts, of those added and completed, that nobody can log in to with a password. */
  readonly withoutPassword: number
  /** The first hundred users that were skipped, and the number of all. */
  readonly skipped: readonly SkippedUser[]
  readonly skippedInAll: number
  /** What the file has that is not taken over, and of how many users. */
  readonly left: Readonly<Record<string, number>>
  /** Why the rest of the file was not read. */
  readonly broken: string | undefined
}

/** In one transaction, which other changes of entries wait for. */
const atOnce = 100
const mostNamed = 100
const mostKinds = 50

/**
 * Takes over the users of an export, with their ids. What is here already stays as it is, so that an import can be repeated;
 * an account of an earlier import gets what it lacked, such as the password of a second file.
 */
export async function importAccounts(chunks: AsyncIterable<string>, options: ImportOptions): Promise<Imported> {
  const counts = { added: 0, completed: 0, unchanged: 0, withoutPassword: 0 }
  const skipped: SkippedUser[] = []
  const left = new Map<string, number>()
  const costs = new Set<string>()
  const dry = withoutWriting(options.store)
  let [skippedInAll, broken] = [0, undefined as string | undefined]
  let batch: Read[] = []

  function skip(user: SkippedUser): void {
    skippedInAll++
    if (skipped.length < mostNamed) skipped.push(user)
  }

  async function flush(): Promise<void> {
    const read = batch
    batch = []
    if (read.length === 0) return
    const work = async (writes: Writes) => {
      const results: (string | Put)[] = []
      for (const one of read) results.push(await put(one, writes, options))
      const decoys = results.flatMap((one) =>
        typeof one === 'string' || one.hash === undefined ? [] : decoyOf(one.hash),
      )
      for (const decoy of decoys) costs.add(decoy)
      if (costs.size > 0) await writes.noteHashCosts([...costs])
      return results
    }
    const results = options.dryRun ? await work(dry) : await options.store.change(work, options.actor)
    for (const [at, { line, entry, left: leftOfUser }] of read.entries()) {
      const result = results[at]
      if (typeof result === 'string') skip({ line, username: entry.username, what: result })
      else if (result !== undefined) {
        counts[result.outcome]++
        if (result.outcome !== 'unchanged' && result.hash === undefined) counts.withoutPassword++
        for (const what of leftOfUser) {
          const kind = left.has(what) || left.size < mostKinds ? what : 'more'
          left.set(kind, (left.get(kind) ?? 0) + 1)
        }
      }
    }
  }

  try {
    for await (const piece of splitObjects(chunks, options.source.member)) {
      const read = readUser(piece, options)
      if ('what' in read) skip(read)
      else batch.push(read)
      if (batch.length === atOnce) await flush()
      if (options.stop && skippedInAll > 0) break
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    broken = error.message
  }
  await flush()
  return { ...counts, skipped, skippedInAll, left: Object.fromEntries(left), broken }
}

type Writes = Pick<ProvisioningWrites, 'findAccount' | 'findAccountById' | 'putAccount' | 'noteHashCosts'>

/** Remembers what would be written. */
function withoutWriting(reads: Pick<ProvisioningStore, 'findAccount' | 'findAccountById'>): Writes {
  const written = new Map<string, AccountEntry>()
  const ids = new Map<string, AccountEntry>()
  return {
    findAccount: async (name) => written.get(name) ?? reads.findAccount(name),
    findAccountById: async (id) => ids.get(id) ?? reads.findAccountById(id),
    async putAccount(entry) {
      written.set(entry.normalizedUsername, entry)
      ids.set(entry.id, entry)
    },
    noteHashCosts: async () => undefined,
  }
}

function decoyOf(hash: string): readonly string[] {
  const decoy = readImportedHash(hash)?.decoy
  return decoy === undefined ? [] : [decoy]
}

interface Read {
  readonly line: number
  readonly id: string | undefined
  readonly entry: Omit<AccountEntry, 'id'>
  readonly left: readonly string[]
}

function readUser({ line, text }: Piece, { source }: ImportOptions): Read | SkippedUser {
  let username: string | undefined
  try {
    if (text === undefined) throw new TypeError('is larger than 1 MiB')
    const value: unknown = JSON.parse(text)
    if (!isMembers(value)) throw new TypeError('is not an object')
    const user = source.read(value)
    username = user.username
    return { line, ...toEntry(user) }
  } catch (error) {
    if (error instanceof ManagementError) return { line, username, what: error.message }
    if (error instanceof SyntaxError) return { line, username, what: `is not JSON: ${error.message}` }
    if (error instanceof TypeError || error instanceof RangeError) return { line, username, what: error.message }
    throw error
  }
}

function toEntry(user: ImportedAccount): Omit<Read, 'line'> {
  const { id, username, disabled } = user
  checkAccount({ username, claims: user.further })
  const invalid = Object.entries(user.claims).flatMap((one) => (isValid(username, one) ? [] : [one[0]]))
  const dropped = new Set(invalid.flatMap((name) => [name, `${name}_verified`]))
  const standard = Object.fromEntries(Object.entries(user.claims).filter(([name]) => !dropped.has(name)))
  const claims = { ...user.further, ...standard }
  if (id !== undefined && !/^[\x21-\x7e]{1,255}$/.test(id))
    throw new TypeError('has an id that is not 1 to 255 visible ASCII characters (RFC 9068 §2.2)')
  const fault = user.passwordHash === undefined ? undefined : hashFault(user.passwordHash)
  const entry = {
    username,
    normalizedUsername: normalizeUsername(username),
    passwordHash: fault === undefined ? user.passwordHash : undefined,
    claims,
    disabled,
    source: 'command',
    digest: undefined,
  } as const
  const left = [...user.left, ...invalid.map((name) => `${name} that is not valid here`)]
  return { id, entry, left: fault === undefined ? left : [...left, `passwords whose hash ${fault}`] }
}

function isValid(username: string, claim: readonly [name: string, value: unknown]): boolean {
  try {
    checkAccount({ username, ...Object.fromEntries([claim]) })
    return true
  } catch (error) {
    if (error instanceof ManagementError) return false
    throw error
  }
}

function hashFault(hash: string): string | undefined {
  const imported = readImportedHash(hash)
  return imported === undefined ? argon2HashFault(hash) : imported.fault
}

type Put = { readonly outcome: 'added' | 'completed' | 'unchanged'; readonly hash: string | undefined }

/** Returns why a user is skipped, or what was done. */
async function put(
  { id, entry }: Read,
  writes: Writes,
  { now, random }: Pick<ImportOptions, 'now' | 'random'>,
): Promise<string | Put> {
  const { normalizedUsername: name, passwordHash: hash } = entry
  const [found, same] = [
    await writes.findAccount(name),
    id === undefined ? undefined : await writes.findAccountById(id),
  ]
  if (same !== undefined && same.normalizedUsername !== name) return { outcome: 'unchanged', hash: same.passwordHash }
  if (found === undefined) {
    await writes.putAccount({ ...entry, id: id ?? random(16) }, now)
    return { outcome: 'added', hash }
  }
  if (found.id !== id) return 'the username belongs to another account here'
  const claims = { ...entry.claims, ...found.claims }
  const lacks = Object.keys(claims).length > Object.keys(found.claims).length
  const lacksPassword = found.passwordHash === undefined && hash !== undefined
  if (!lacks && !lacksPassword) return { outcome: 'unchanged', hash: found.passwordHash }
  const passwordHash = found.passwordHash ?? hash
  await writes.putAccount({ ...found, claims, passwordHash }, now)
  return { outcome: 'completed', hash: passwordHash }
}
