import { createPasskeys, mayHavePasskeys, type Passkeys, type PasskeysOptions } from '../accounts/passkeys/passkeys.ts'
import type { Config } from '../config/read-config.ts'
import { defaultBrand } from '../ui/layout.ts'

/**
 * Creates passkeys for accounts of this server. Undefined if browsers offer no passkeys at the issuer's address, or if the
 * users are those of an embedding application or a directory.
 */
export function openPasskeys(
  { issuer, passkeys, brand }: Pick<Config, 'issuer' | 'passkeys' | 'brand'>,
  { areOwn }: { readonly areOwn: boolean },
  parts: Pick<PasskeysOptions, 'store' | 'sealer' | 'random'>,
): Passkeys | undefined {
  if (!areOwn || !mayHavePasskeys(issuer)) return undefined
  return createPasskeys({
    ...parts,
    issuer,
    name: brand?.name ?? defaultBrand,
    userVerification: passkeys.userVerification,
  })
}
