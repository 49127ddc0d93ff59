import { isCommonPassword } from './common-passwords.ts'
import { comparable, isMadeOfNames } from './names.ts'

/** What the operator demands of passwords. */
export interface PasswordRule {
  /** The fewest characters of a password that is the only factor; with a second factor the floor applies. */
  readonly minimum: number
  /** Names of the service, of which no password may be made. */
  readonly names: readonly string[]
}

/** Whose password it is to be. */
export interface PasswordOwner {
  /** The username, the e-mail address and the names: no password may be made of them. */
  readonly names?: readonly (string | undefined)[]
  /** Whether logins of the account need another factor as well. */
  readonly hasSecondFactor?: boolean
}

/** The fewest characters of any password (NIST SP 800-63B-4 §3.1.1.2). */
export const passwordFloor = 8
/** The fewest characters of a password that is the only factor (same section). */
export const recommendedMinimum = 15
const most = 1000

export const standardRule: PasswordRule = { minimum: passwordFloor, names: ['valetkey'] }

/** The passwords of the demo, which everybody knows. */
const ofTheDemo: ReadonlySet<string> = new Set(['wonderland', 'builder'])

/** Why a password may not be set. */
export type PasswordFault = {
  /** For operators and developers. */
  readonly what: string
  /** Whether a development server on this computer takes it all the same. */
  readonly isFineInDevelopment: boolean
} & (
  | { readonly reason: 'short'; readonly minimum: number; readonly length: number }
  | { readonly reason: 'long'; readonly most: number }
  | { readonly reason: 'common' | 'personal' }
)

/**
 * Checks a password against the one rule that every way of setting one has; undefined if it may be set. There are no
 * rules about kinds of characters (NIST SP 800-63B-4 §3.1.1.2).
 */
export function passwordFault(
  password: string,
  rule: PasswordRule = standardRule,
  owner: PasswordOwner = {},
): PasswordFault | undefined {
  if (ofTheDemo.has(password))
    return { reason: 'common', what: 'is the password of the demo, which everybody knows', isFineInDevelopment: true }
  const minimum = minimumFor(rule, owner)
  const length = lengthOf(password)
  if (length < minimum || length > most) {
    const more = minimum < recommendedMinimum ? `, and ${recommendedMinimum} or more are recommended` : ''
    const what = `has ${length} characters; it must have ${minimum} to ${most} characters${more} where it is the only factor (NIST SP 800-63B-4 §3.1.1.2)`
    const shared = { what, isFineInDevelopment: false }
    return length > most ? { reason: 'long', most, ...shared } : { reason: 'short', minimum, length, ...shared }
  }
  if (isCommonPassword(password)) {
    const what =
      'is one of the most common passwords, or close to one: choose several words, or let a password manager make it (NIST SP 800-63B-4 §3.1.1.2)'
    return { reason: 'common', what, isFineInDevelopment: true }
  }
  if (!isMadeOfNames(password, [...rule.names, ...(owner.names ?? [])])) return undefined
  const what =
    'is made of a name of the service or of the user, which others try first: choose several words, or let a password manager make it (NIST SP 800-63B-4 §3.1.1.2)'
  return { reason: 'personal', what, isFineInDevelopment: true }
}

/** How many characters a password must have. */
export function minimumFor({ minimum }: PasswordRule, { hasSecondFactor = false }: PasswordOwner = {}): number {
  return hasSecondFactor ? passwordFloor : Math.max(minimum, passwordFloor)
}

/** Each code point of the normal form that is hashed counts as one character (NIST SP 800-63B-4 §3.1.1.2). */
function lengthOf(password: string): number {
  // Normalizing takes time quadratic in the number of combining characters.
  return [...(password.length > 4 * most ? password : password.normalize('NFC'))].length
}

/** The members of an account or configuration that hold names. */
export interface NamedAccount {
  readonly username?: string | undefined
  readonly email?: unknown
  readonly [claim: string]: unknown
}

const namingClaims = ['email', 'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username']

/** Lists the names of an account: its username and the claims that name its user. */
export function namesOf(account: NamedAccount): readonly string[] {
  return ['username', ...namingClaims].flatMap((claim) => {
    const value = account[claim]
    return typeof value === 'string' && value !== '' ? [value] : []
  })
}

export interface NamedServer {
  readonly issuer: string
  readonly brand?: { readonly name?: string | undefined } | undefined
}

/** Creates the rule of a server, from its address and the name that its pages show. */
export function createPasswordRule(minimum: number, { issuer, brand }: NamedServer): PasswordRule {
  const host = new URL(issuer).hostname
  const isAddress = /^[\d.]+$|^\[/.test(host)
  const names = [
    ...standardRule.names,
    ...(isAddress ? [] : [host]),
    ...(brand?.name === undefined ? [] : [brand.name]),
  ]
  return { minimum, names: names.filter((name) => comparable(name) !== '') }
}
