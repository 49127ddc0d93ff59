import type { Change, PutAccount, PutApi, PutClient } from '../../management/apply/change.ts'
import {
  isSameMember,
  type Members,
  mergeMembers,
  secretMember,
  storedAccount,
  storedApi,
  storedClient,
} from '../../management/apply/entry-members.ts'

/** A change to show to the operator; secrets are named but not shown. */
export interface DescribedChange {
  readonly act: 'add' | 'change' | 'remove' | 'disable'
  readonly kind: Change['kind']
  readonly id: string
  /** The differences, such as `scope: "read" → "read create"`; for a removed client, how many users have authorized it. */
  readonly differences: readonly string[]
}

/** Describes the changes of each entry, one line per member, without hashing a secret. */
export function describeChanges(changes: readonly Change[]): readonly DescribedChange[] {
  return changes.flatMap((change) => {
    const { act, kind, id } = change
    if (act === 'note') return []
    const differences = act === 'change' ? compare(change) : act === 'add' ? [] : describeRemoval(change)
    return [{ act, kind, id, differences }]
  })
}

function describeRemoval(change: Change): readonly string[] {
  if (!('users' in change) || !change.users) return []
  const users = `${change.users} ${change.users === 1 ? 'user has' : 'users have'} authorized it`
  return change.act === 'disable'
    ? [`${users}: these authorizations are revoked; --remove also deletes the client`]
    : [`${users}: these authorizations are deleted`]
}

function compare(change: PutApi | PutClient | PutAccount): readonly string[] {
  const before = toStored(change)
  const secret = secretMember[change.kind]
  const after = mergeMembers(before, change.wanted, change.isTouched)
  const hasLeft = change.stored?.source === 'file' && change.stored.digest === undefined
  const { [secret ?? '']: _, ...plain } = after
  const isSecretSet = secret !== undefined && change.isTouched(secret) && secret in change.wanted
  return [
    ...(hasLeft ? ['is back in the file'] : []),
    ...comparePlain(before, hasLeft ? { ...plain, disabled: before.disabled } : plain),
    ...(isSecretSet ? [secret] : []),
  ]
}

function toStored({ kind, stored }: PutApi | PutClient | PutAccount): Members {
  if (stored === undefined) return {}
  if ('api' in stored) return storedApi(stored)
  return kind === 'client' && 'registration' in stored
    ? storedClient(stored)
    : 'claims' in stored
      ? storedAccount(stored)
      : {}
}

function comparePlain(before: Members, after: Members): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => !isSameMember(name, before, after))
    .map((name) => `${name}: ${compareValues(before[name], after[name] ?? (name === 'disabled' ? false : undefined))}`)
}

/** Lists are compared entry by entry: `+ https://new.example/cb − https://old.example/cb`. */
function compareValues(before: unknown, after: unknown): string {
  if (!Array.isArray(before) && !Array.isArray(after)) return `${toWords(before)} → ${toWords(after)}`
  const [old, next] = [toItems(before), toItems(after)]
  const words = [
    ...next.filter((one) => !old.includes(one)).map((one) => `+ ${one}`),
    ...old.filter((one) => !next.includes(one)).map((one) => `− ${one}`),
  ]
  return words.length > 0 ? words.join(' ') : `in another order: ${next.join(' ')}`
}

function toItems(list: unknown): readonly string[] {
  return (Array.isArray(list) ? list : []).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
}

function toWords(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
