import type { Kind, OriginOf } from '../ports.ts'
import type { PutClient } from './change.ts'
import {
  type Digest,
  findKept,
  findTouched,
  fingerprintHash,
  fingerprintLines,
  type IsTouched,
  isSameMember,
  type Members,
  mergeMembers,
  secretMember,
} from './entry-members.ts'
import type { Warning } from './warning.ts'

/** An entry of a file, and what the database holds under its identifier. */
export interface Compared {
  readonly kind: Kind
  readonly id: string
  /** The whole entry as text, for its fingerprint. */
  readonly text: string
  readonly wanted: Members
  readonly stored: (OriginOf & { readonly had: Members; readonly hash?: string | undefined }) | undefined
}

export interface Comparison {
  /** Undefined if nothing has to be written. */
  readonly put: { readonly act: PutClient['act']; readonly isTouched: IsTouched; readonly origin: OriginOf } | undefined
  readonly kept: readonly Warning[]
}

/** Compares an entry with the same entry when its file was last applied, and with the database. */
export function compareEntry(compared: Compared, file: string, digest: Digest): Comparison {
  const { kind, id, text, wanted, stored } = compared
  const print = digest(text)
  const said = fingerprintLines(kind, id, wanted, digest)
  const isTouched = findTouched(kind, said, wanted, stored)
  const kept = stored === undefined ? [] : keptNotes(compared, isTouched, digest)
  const origin = { source: 'file', file, digest: print, lines: { said, hash: stored?.lines?.hash } } as const
  if (stored === undefined) return { put: { act: 'add', isTouched, origin }, kept }
  if (stored.digest === print && stored.file === file && stored.lines !== undefined) return { put: undefined, kept }
  const unchanged = stored.digest !== undefined && (stored.digest === print || isAsStored(compared, isTouched))
  return { put: { act: unchanged ? 'note' : 'change', isTouched, origin }, kept }
}

function isAsStored({ kind, wanted, stored }: Compared, isTouched: IsTouched): boolean {
  const secret = secretMember[kind]
  if (stored === undefined || (secret !== undefined && isTouched(secret))) return false
  const after = mergeMembers(stored.had, wanted, isTouched)
  const names = [...new Set([...Object.keys(after), ...Object.keys(stored.had)])].filter((name) => name !== secret)
  return names.every((name) => isSameMember(name, after, stored.had))
}

/** Where an older release recorded no lines, it is unknown whether the file or a command set a value that differs. */
function keptNotes(
  { kind, id, wanted, stored, text }: Compared,
  isTouched: IsTouched,
  digest: Digest,
): readonly Warning[] {
  if (stored === undefined) return []
  const secret = secretMember[kind]
  const isOlder = stored.digest !== undefined && stored.lines === undefined
  if (isOlder && stored.digest === digest(text)) return []
  const plain = findKept(stored.had, wanted, isTouched).filter((name) => name !== secret && name !== 'position')
  const isSecretKept =
    secret !== undefined &&
    !isTouched(secret) &&
    secret in wanted &&
    (isOlder || (stored.lines?.hash !== undefined && stored.lines.hash !== fingerprintHash(stored.hash, digest)))
  return [...plain, ...(isSecretKept ? [secret] : [])].map((name) => ({
    where: `${kind} ${id}`,
    what: isOlder
      ? `${name} is left as it is in the database: the release before did not record this line of the file`
      : `${name} is left as a command set it`,
    fix: 'change this line of the file to set it from there',
  }))
}
