/** The claims that users may change of themselves, if the operator lets them (OIDC Core §5.1). */
export const profileClaims = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'picture',
  'website',
  'birthdate',
  'gender',
  'zoneinfo',
  'locale',
  'phone_number',
  'address',
] as const

export type ProfileClaim = (typeof profileClaims)[number]

/** The members of the claim `address` that users change (OIDC Core §5.1.1). */
export const addressMembers = ['street_address', 'locality', 'region', 'postal_code', 'country'] as const

/** Why a value may not be stored. */
export type ProfileFault = 'long' | 'control' | 'url' | 'date' | 'zone' | 'locale' | 'phone'

const most = 2000

const rules: Readonly<Record<string, (text: string) => ProfileFault | undefined>> = {
  picture: (text) => (isWebAddress(text) ? undefined : 'url'),
  website: (text) => (isWebAddress(text) ? undefined : 'url'),
  birthdate: (text) => (isBirthdate(text) ? undefined : 'date'),
  zoneinfo: (text) => (isZone(text) ? undefined : 'zone'),
  locale: (text) => (isLocale(text) ? undefined : 'locale'),
  phone_number: (text) =>
    /^\+?[\d ().-]{3,40}$/.test(text) && /\d{3}/.test(text.replace(/\D/g, '')) ? undefined : 'phone',
}

/** Checks the value of a field; an empty one removes the claim. */
export function profileFault(field: string, text: string): ProfileFault | undefined {
  if (text === '') return undefined
  if (text.length > most) return 'long'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) return 'control'
  return Object.hasOwn(rules, field) ? rules[field]?.(text) : undefined
}

type Claims = Readonly<Record<string, unknown>>

/** Reads the fields of the form from claims; the members of the address by their own names. */
export function profileFields(claims: Claims): Readonly<Record<string, string>> {
  const address = toObject(claims.address)
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return Object.fromEntries([
    ...profileClaims.filter((name) => name !== 'address').map((name) => [name, text(claims[name])]),
    ...addressMembers.map((name) => [name, text(address[name])]),
  ])
}

/** Applies changed fields to claims; every other claim stays as it is. A new phone number is not verified. */
export function applyProfile(claims: Claims, changed: Readonly<Record<string, string>>): Claims {
  const isOfAddress = (name: string) => addressMembers.some((member) => member === name)
  const entries = Object.entries(changed)
  const own = Object.fromEntries(entries.filter(([name]) => !isOfAddress(name)))
  const ofAddress = Object.fromEntries(entries.filter(([name]) => isOfAddress(name)))
  const { phone_number_verified: verified, address, ...rest } = claims
  const before = {
    ...rest,
    ...(own.phone_number === undefined && verified !== undefined ? { phone_number_verified: verified } : {}),
  }
  const isAddressChanged = Object.keys(ofAddress).length > 0
  // `formatted` would contradict the members that changed.
  const { formatted, ...parts } = toObject(address)
  const next = isAddressChanged ? withoutEmpty({ ...parts, ...ofAddress }) : toObject(address)
  return withoutEmpty({ ...before, ...own, ...(Object.keys(next).length === 0 ? {} : { address: next }) })
}

function withoutEmpty(claims: Claims): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== ''))
}

function toObject(value: unknown): Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** A date, or a year alone; the year 0000 keeps it to oneself (OIDC Core §5.1). */
function isBirthdate(text: string): boolean {
  if (/^\d{4}$/.test(text)) return true
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (date === null) return false
  // 0000 hides the year, and February 29 exists in some years only.
  const full = `${date[1] === '0000' ? '2000' : date[1]}-${date[2]}-${date[3]}`
  const read = new Date(`${full}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(full)
}

function isZone(text: string): boolean {
  try {
    return /^[A-Z]/.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined
  } catch {
    return false
  }
}

/** Some write an underscore in place of the hyphen (OIDC Core §5.1). */
function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text.replace('_', '-')).length === 1
  } catch {
    return false
  }
}
