import { type Pbkdf2Digest, writePbkdf2 } from '../../../accounts/imported-hashes/pbkdf2.ts'
import { base64Of, claimsOf, heldOf, type ImportSource, isMembers, type Members, textOf } from '../imported-account.ts'

const digests: Readonly<Record<string, Pbkdf2Digest>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
}

const leftMembers = {
  clientRoles: 'client roles',
  requiredActions: 'required actions',
  federatedIdentities: 'logins elsewhere',
  federationLink: 'links to a user federation',
  clientConsents: 'consents',
  notBefore: 'not-before times',
} as const

/** Attributes of OpenID Connect Core §5.1 that Keycloak maps to claims of the same meaning. */
const attributes: Readonly<Record<string, string>> = {
  locale: 'locale',
  phoneNumber: 'phone_number',
  picture: 'picture',
  website: 'website',
  nickname: 'nickname',
  zoneinfo: 'zoneinfo',
}

/** The export of a realm with its users: `kc.sh export`. */
export const keycloak: ImportSource = {
  name: 'keycloak',
  member: 'users',
  read(user) {
    const username = textOf(user, 'username')
    if (username === undefined) throw new TypeError('has no username')
    if (user.serviceAccountClientId !== undefined) throw new TypeError('is the service account of a client')
    const [given, family] = [textOf(user, 'firstName'), textOf(user, 'lastName')]
    const fullName = [given, family].filter(Boolean).join(' ')
    const held = isMembers(user.attributes) ? user.attributes : {}
    const credentials = (Array.isArray(user.credentials) ? user.credentials : []).filter(isMembers)
    const password = credentials.find(({ type }) => type === 'password')
    const others = credentials.flatMap(({ type }) =>
      type === 'password' ? [] : [`credentials of type ${String(type)}`],
    )
    const { hash, left } = password === undefined ? { hash: undefined, left: [] } : readPassword(password)
    const unknown = Object.keys(held).filter((name) => attributes[name] === undefined)
    return {
      id: textOf(user, 'id'),
      username,
      passwordHash: hash,
      disabled: user.enabled === false,
      claims: claimsOf({
        email: textOf(user, 'email'),
        email_verified: textOf(user, 'email') === undefined ? undefined : user.emailVerified === true,
        given_name: given,
        family_name: family,
        name: fullName === '' ? undefined : fullName,
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, claim]) => [claim, textOf({ first: firstOf(held[name]) }, 'first')]),
        ),
      }),
      further: claimsOf({ roles: namesIn(user.realmRoles, isOwnRole), groups: namesIn(user.groups) }),
      left: [...heldOf(user, leftMembers), ...others, ...left, ...unknown.map((name) => `attribute ${name}`)],
    }
  },
}

/** Roles that every realm has. */
function isOwnRole(name: string): boolean {
  return !/^(?:default-roles-.*|offline_access|uma_authorization)$/.test(name)
}

function namesIn(value: unknown, isWanted: (name: string) => boolean = () => true): readonly string[] | undefined {
  const names = (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string').filter(isWanted)
  return names.length === 0 ? undefined : names
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}

/** Both data are JSON in a text, in releases before 8.0 members of the credential. */
function readPassword(credential: Members): { readonly hash: string | undefined; readonly left: readonly string[] } {
  const [secret, data] = [parse(credential.secretData, credential), parse(credential.credentialData, credential)]
  const algorithm = String(data.algorithm ?? '')
  const iterations = Number(data.hashIterations)
  const [salt, digest] = [
    base64Of(secret.salt, 'the salt of the password'),
    base64Of(secret.value ?? secret.hashedSaltedValue, 'the hash of the password'),
  ]
  const name = digests[algorithm]
  if (name !== undefined) return { hash: writePbkdf2(name, iterations, salt, digest), left: [] }
  if (algorithm !== 'argon2') return { hash: undefined, left: [`passwords hashed with ${algorithm}`] }
  const parameters = isMembers(data.additionalParameters) ? data.additionalParameters : {}
  const [memory, lanes, type, version] = ['memory', 'parallelism', 'type', 'version'].map((one) =>
    String(firstOf(parameters[one])),
  )
  const written = [salt, digest].map((bytes) => bytes.toString('base64').replaceAll('=', ''))
  const v = version === '1.0' ? 16 : 19
  return { hash: `$argon2${type}$v=${v}$m=${memory},t=${iterations},p=${lanes}$${written.join('$')}`, left: [] }
}

function parse(text: unknown, otherwise: Members): Members {
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : text
  return isMembers(value) ? value : otherwise
}
