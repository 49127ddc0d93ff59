import type { PasswordRule } from '../../accounts/passwords/rule.ts'
import type { PasswordHasher } from '../../accounts/ports.ts'
import type { Config } from '../../config/read-config.ts'
import type { Seal } from '../../oauth/client-authentication/sealed-secret.ts'
import type { Features } from '../../oauth/features.ts'
import type { ProvisioningStore } from '../ports.ts'
import { applyFile } from './apply-file.ts'
import { toNotes } from './warnings.ts'

export interface ApplyAtStartOptions {
  readonly issuer: string
  readonly passwords: PasswordRule
  readonly store: ProvisioningStore
  readonly features: Features
  readonly digest: (text: string) => string
  readonly hasher: PasswordHasher
  readonly seal: Seal['seal']
  readonly random: (bytes: number) => string
  readonly clock: () => number
}

/** Applies the entries of the configuration, and reports what it disabled, what it left unchanged and probable mistakes. */
export async function applyAtStart(
  config: Config,
  { clock, ...options }: ApplyAtStartOptions,
  say: (line: string) => void,
): Promise<void> {
  for (const note of config.notes) say(`note: ${note}`)
  if ((config.apis ?? config.clients ?? config.accounts) === undefined) return
  const owner = { file: config.source, ownsUnnamed: true }
  const now = clock()
  const parts = { ...options, ...owner, now, where: config.where }
  const { changes, kept, warnings } = await applyFile(config, parts)
  const disabled = changes.flatMap((one) => (one.act === 'disable' ? [one] : []))
  const notes = [
    ...disabled.map(({ kind, id }) => ({
      where: `${kind} ${id}`,
      what: 'is no longer in the file: it is disabled, and what users allowed it or it allowed is revoked',
      fix: `valetkey ${kind} remove ${id} deletes it`,
    })),
    ...kept.filter(({ changed }) => changed),
  ]
  for (const note of toNotes(notes)) say(`note: ${note}`)
  for (const note of toNotes(warnings)) say(`note: ${note}`)
}
