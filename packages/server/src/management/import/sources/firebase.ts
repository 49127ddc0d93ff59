import { writeFirebaseScrypt } from '../../../accounts/imported-hashes/scrypt.ts'
import { base64Of, claimsOf, heldOf, type ImportSource, isMembers, textOf } from '../imported-account.ts'

/** How a project of Firebase hashes passwords. */
export interface FirebaseHashes {
  readonly signerKey: Buffer
  readonly saltSeparator: Buffer
  readonly rounds: number
  readonly memCost: number
}

/** Reads the `hash_config { … }` that the console of Firebase shows. @throws TypeError */
export function readHashConfig(text: string): FirebaseHashes {
  const memberOf = (name: string) => new RegExp(`\\b${name}"?\\s*:\\s*"?([^",\\s}]+)`).exec(text)?.[1]
  const algorithm = memberOf('algorithm')
  if (algorithm !== 'SCRYPT') throw new TypeError(`has the algorithm ${algorithm ?? 'of none'}: SCRYPT is expected`)
  const [rounds, memCost] = [Number(memberOf('rounds')), Number(memberOf('mem_cost'))]
  if (!Number.isInteger(rounds) || !Number.isInteger(memCost)) throw new TypeError('has no rounds or no mem_cost')
  return {
    signerKey: base64Of(memberOf('base64_signer_key'), 'base64_signer_key'),
    saltSeparator: base64Of(memberOf('base64_salt_separator'), 'base64_salt_separator'),
    rounds,
    memCost,
  }
}

const leftMembers = {
  customAttributes: 'custom claims',
  mfaInfo: 'second factors',
  tenantId: 'tenants',
} as const

/** The export of `firebase auth:export users.json --format=JSON`. */
export function firebase(hashes: FirebaseHashes | undefined): ImportSource {
  return {
    name: 'firebase',
    member: 'users',
    read(user) {
      const [email, phone] = [textOf(user, 'email'), textOf(user, 'phoneNumber')]
      const username = email ?? phone
      if (username === undefined) throw new TypeError('has no email and no phoneNumber: it is anonymous')
      const [digest, salt] = [textOf(user, 'passwordHash'), textOf(user, 'salt')]
      const hasPassword = digest !== undefined && salt !== undefined
      const elsewhere = (Array.isArray(user.providerUserInfo) ? user.providerUserInfo : [])
        .filter(isMembers)
        .some(({ providerId }) => providerId !== 'password' && providerId !== 'phone')
      return {
        id: textOf(user, 'localId'),
        username,
        passwordHash:
          hasPassword && hashes !== undefined
            ? writeFirebaseScrypt({ digest: base64Of(digest, 'passwordHash'), salt: base64Of(salt, 'salt') }, hashes)
            : undefined,
        disabled: user.disabled === true,
        claims: claimsOf({
          email,
          email_verified: email === undefined ? undefined : user.emailVerified === true,
          name: textOf(user, 'displayName'),
          picture: textOf(user, 'photoUrl'),
          phone_number: phone,
          phone_number_verified: phone === undefined ? undefined : true,
        }),
        left: [
          ...heldOf(user, leftMembers),
          ...(elsewhere ? ['logins elsewhere'] : []),
          ...(hasPassword && hashes === undefined ? ['passwords, which need --hash-config'] : []),
        ],
      }
    },
  }
}
