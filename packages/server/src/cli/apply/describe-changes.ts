import { isDeepStrictEqual } from 'node:util'
import type { PasswordHasher } from '../../accounts/ports.ts'
import type { AccountConfig, ClientConfig } from '../../config/schema.ts'
import { hashGeneratedSecret } from '../../oauth/client-authentication/client-secrets.ts'
import type { Change } from '../../provisioning/plan.ts'
import type { ProvisioningStore } from '../../provisioning/ports.ts'

/** A change in words; secrets are named and never shown. */
export interface DescribedChange {
  readonly act: Change['act']
  readonly kind: Change['kind']
  readonly id: string
  /** What differs, such as `scope: "read" → "read create"`; for a change only. */
  readonly differences: readonly string[]
}

/** What describing needs. */
export interface DescribeOptions {
  readonly store: ProvisioningStore
  readonly hasher: PasswordHasher
}

/** Puts changes into words: for each one member by member what it is now and what it will be. */
export async function describeChanges(
  changes: readonly Change[],
  { store, hasher }: DescribeOptions,
): Promise<readonly DescribedChange[]> {
  if (changes.length === 0) return []
  const apis = await store.listApis()

  async function differences(change: Change): Promise<readonly string[]> {
    if (change.act !== 'change') return []
    if (change.kind === 'api') {
      const stored = apis.find((one) => one.api.identifier === change.id)
      const place = { position: change.position, ...change.entry }
      return compare({ position: stored?.position, ...stored?.api }, place)
    }
    if (change.kind === 'client') {
      const stored = await store.findClient(change.id)
      const { client_secret, ...registration } = change.entry
      const sameSecret = await isSameClientSecret(stored?.secretHash, change.entry, hasher)
      return [...compare({ ...stored?.registration }, registration), ...(sameSecret ? [] : ['client_secret'])]
    }
    const stored = await store.findAccount(change.id)
    const { password, password_hash, disabled = false, ...claims } = change.entry
    const samePassword = await isSamePassword(stored?.passwordHash, change.entry, hasher)
    const before = { username: stored?.username, disabled: stored?.disabled, ...stored?.claims }
    return [...compare(before, { ...claims, disabled }), ...(samePassword ? [] : ['password'])]
  }

  return Promise.all(
    changes.map(async (change) => {
      const { act, kind, id } = change
      return { act, kind, id, differences: await differences(change) }
    }),
  )
}

type Members = Readonly<Record<string, unknown>>

function compare(before: Members, after: Members): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => `${name}: ${toWords(before[name])} → ${toWords(after[name])}`)
}

function toWords(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

async function isSameClientSecret(
  hash: string | undefined,
  { client_secret: secret }: ClientConfig,
  hasher: PasswordHasher,
): Promise<boolean> {
  if (hash === undefined || secret === undefined) return hash === secret
  return hash === hashGeneratedSecret(secret) || (hash.startsWith('$') && hasher.verify(hash, secret))
}

async function isSamePassword(
  hash: string | undefined,
  { password, password_hash }: AccountConfig,
  hasher: PasswordHasher,
): Promise<boolean> {
  if (password === undefined) return hash === password_hash
  return hash !== undefined && hasher.verify(hash, password)
}
