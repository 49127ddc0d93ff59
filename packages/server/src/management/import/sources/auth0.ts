import { writeScrypt } from '../../../accounts/imported-hashes/scrypt.ts'
import { base64Of, claimsOf, heldOf, type ImportSource, isMembers, type Members, textOf } from '../imported-account.ts'

const leftMembers = {
  app_metadata: 'app_metadata',
  user_metadata: 'user_metadata',
  mfa_factors: 'second factors',
  multifactor: 'second factors',
  roles: 'roles',
  permissions: 'permissions',
} as const

/**
 * The exports of Auth0, one user a line or a list: of users (`/api/v2/jobs/users-exports`), of password hashes (which its
 * support makes), and the form of its bulk import with `custom_password_hash`.
 */
export const auth0: ImportSource = {
  name: 'auth0',
  member: undefined,
  read(user) {
    const email = textOf(user, 'email')
    const username = textOf(user, 'username') ?? email ?? textOf(user, 'phone_number')
    if (username === undefined) throw new TypeError('has no username, email or phone_number')
    const { hash, left } = readPassword(user)
    return {
      id: idOf(user),
      username,
      passwordHash: hash,
      disabled: user.blocked === true,
      claims: claimsOf({
        email,
        email_verified: email === undefined ? undefined : user.email_verified === true,
        ...Object.fromEntries(
          ['name', 'given_name', 'family_name', 'nickname', 'picture', 'locale'].map((one) => [one, textOf(user, one)]),
        ),
        phone_number: textOf(user, 'phone_number'),
        phone_number_verified: textOf(user, 'phone_number') === undefined ? undefined : user.phone_verified === true,
      }),
      left: [...new Set([...heldOf(user, leftMembers), ...left, ...identitiesOf(user)])],
    }
  },
}

/** Apps know users of a database by `auth0|` and the id; the export of passwords has the id alone. */
function idOf(user: Members): string | undefined {
  const id = textOf(user, 'user_id') ?? textOf(user, 'Id')
  if (id !== undefined) return id.includes('|') ? id : `auth0|${id}`
  const object = isMembers(user._id) ? textOf(user._id, '$oid') : textOf(user, '_id')
  return object === undefined ? undefined : `auth0|${object}`
}

function identitiesOf(user: Members): readonly string[] {
  const identities = (Array.isArray(user.identities) ? user.identities : []).filter(isMembers)
  return identities.some((one) => one.provider !== 'auth0') ? ['logins elsewhere'] : []
}

function readPassword(user: Members): { readonly hash: string | undefined; readonly left: readonly string[] } {
  const plain = textOf(user, 'passwordHash') ?? textOf(user, 'password_hash')
  if (plain !== undefined) return { hash: plain, left: [] }
  const custom = user.custom_password_hash
  if (!isMembers(custom)) return { hash: undefined, left: [] }
  const algorithm = String(custom.algorithm)
  const hash = isMembers(custom.hash) ? custom.hash : {}
  if (['bcrypt', 'pbkdf2', 'argon2'].includes(algorithm)) return { hash: textOf(hash, 'value'), left: [] }
  if (algorithm !== 'scrypt') return { hash: undefined, left: [`passwords hashed with ${algorithm}`] }
  const [n, r, p] = ['cost', 'blockSize', 'parallelization'].map((name) => Number(custom[name]))
  const ln = Math.log2(n ?? 0)
  if (!Number.isInteger(ln)) throw new TypeError(`custom_password_hash has the cost ${n}, which is not a power of two`)
  const salt = isMembers(custom.salt) ? custom.salt : {}
  const cost = { ln, r: r ?? 0, p: p ?? 0 }
  return { hash: writeScrypt(cost, bytesOf(salt, 'the salt'), bytesOf(hash, 'the hash')), left: [] }
}

function bytesOf({ value, encoding }: Members, what: string): Buffer {
  if (encoding === 'base64') return base64Of(value, what)
  if (encoding === 'utf8') return Buffer.from(String(value), 'utf8')
  if (typeof value !== 'string' || !/^(?:[\da-f]{2})+$/i.test(value)) throw new TypeError(`${what} is not hexadecimal`)
  return Buffer.from(value, 'hex')
}
