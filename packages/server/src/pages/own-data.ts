import { claimOfRight } from '../oauth/identity-scopes.ts'
import { claimsOfScope, type ScopeClaims, scopeClaims as standardScopes } from '../oauth/openid/scope-claims.ts'
import type { JsonObject } from '../oauth/ports.ts'

/** Texts by language tag (RFC 5646). */
export type Translations = Readonly<Record<string, string>>

/** What the account has of the data that a right gives away: a value as the user recognizes it, or nothing at all. */
export type OwnData = { readonly is: 'set'; readonly text: string } | { readonly is: 'unset' }

/** The identity scopes of the server as pages show them. */
export interface IdentityWords {
  readonly scopeClaims: ScopeClaims
  /** Descriptions of scopes that are not in the words of the pages. */
  readonly descriptions: Readonly<
    Record<string, { readonly description: string; readonly descriptions?: Translations | undefined }>
  >
}

/** Shows what a user's account has for an identity scope or a single claim; undefined where the words of the right are enough. */
export function ownData(right: string, user: JsonObject, scopeClaims: ScopeClaims): OwnData | undefined {
  const claim = claimOfRight(right)
  const claims = claim === undefined ? claimsOfScope([right], scopeClaims) : [claim]
  if (claims.length === 0) return undefined
  const values = claims.filter((name) => user[name] !== undefined && user[name] !== null)
  if (values.length === 0) return { is: 'unset' }
  const shown = values.flatMap((name) => show(name, user[name]) ?? [])
  if (shown.length === 0) return undefined
  // For a standard scope the first claim is enough; for others the server cannot know which claim is the most important.
  const isStandard = claim === undefined && Object.hasOwn(standardScopes, right)
  return { is: 'set', text: isStandard ? (shown[0] ?? '') : shown.join('; ') }
}

function show(claim: string, value: unknown): string | undefined {
  if (claim === 'address') return showAddress(value)
  if (Object.hasOwn(shapes, claim)) return typeof value === 'string' ? shapes[claim]?.(value) : undefined
  return standardClaims.has(claim) ? undefined : showFurther(value)
}

const standardClaims: ReadonlySet<string> = new Set(Object.values(standardScopes).flat())

const longest = 80

/** Shows a further claim, such as a department or a list of roles. Objects are not shown, because they may be long. */
function showFurther(value: unknown): string | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (values.length === 0 || values.some((one) => typeof one === 'object')) return undefined
  const letters = [...values.join(', ')]
  return letters.length <= longest ? letters.join('') : `${letters.slice(0, longest).join('')}…`
}

/** Shows city and country, not the street: someone may look over the user's shoulder. */
function showAddress(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { locality, country } = value as Readonly<Record<string, unknown>> // a JSON object
  const place = [locality, country].filter((one) => typeof one === 'string' && one !== '').join(', ')
  return place === '' ? undefined : place
}

const whole = (text: string): string => text

/** Standard claims whose value says more than their name, or that users want to know before they share it. */
const shapes: Readonly<Record<string, (text: string) => string>> = {
  name: whole,
  given_name: whole,
  family_name: whole,
  middle_name: whole,
  nickname: whole,
  preferred_username: whole,
  website: whole,
  gender: whole,
  birthdate: whole,
  zoneinfo: whole,
  locale: whole,
  email: maskEmail,
  phone_number: maskPhone,
}

/** Keeps the first and last letter of the local part: `a…e@example.org`. Someone may look over the user's shoulder. */
function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  const letters = [...address.slice(0, Math.max(at, 0))]
  const last = letters.length > 2 ? letters.at(-1) : ''
  return `${letters[0] ?? ''}…${last}${at < 0 ? '' : address.slice(at)}`
}

/** Keeps the last digits: three of a long number, two of a short one. */
function maskPhone(number: string): string {
  const digits = number.replace(/\D/g, '')
  const kept = digits.length < 4 ? 0 : digits.length < 7 ? 2 : 3
  return `…${digits.slice(digits.length - kept)}`
}
