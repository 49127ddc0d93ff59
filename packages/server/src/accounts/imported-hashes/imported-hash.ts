/** A hash that another server made, in the form that it is stored in here. */
export interface ImportedHash {
  /** Why it cannot be verified here; undefined if it can. */
  readonly fault?: string | undefined
  /** A hash of the same cost that matches no password: equal for all hashes of that cost. */
  readonly decoy: string
  verify(password: string): Promise<boolean>
}

/** One way to hash passwords that other servers use. */
export interface HashScheme {
  /** Reads a hash; undefined if it is of another scheme. */
  read(hash: string): ImportedHash | undefined
}

/** A hash of this scheme that costs too much or is incomplete. */
export function unusable(fault: string): ImportedHash {
  return { fault, decoy: '', verify: async () => false }
}

/** Describes which salt and digest are wrong; undefined if both can be used. */
export function bytesFault(salt: Buffer, digest: Buffer): string | undefined {
  if (salt.length < 4 || salt.length > 128) return `has a salt of ${salt.length} bytes: it must have 4 to 128`
  if (digest.length < 16 || digest.length > 128) return `has a digest of ${digest.length} bytes: it must have 16 to 128`
  return undefined
}

/** Base64 without padding, as in PHC strings. */
export function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

/** The salt of all decoys. */
export const decoySalt = 'A'.repeat(22)
