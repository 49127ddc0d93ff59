import { claimOfRight } from '../oauth/identity-scopes.ts'
import { claimsOfScope, type ScopeClaims } from '../oauth/openid/scope-claims.ts'
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
  const shown = values.map((name) => show(name, user[name])).find((text) => text !== undefined)
  return shown === undefined ? undefined : { is: 'set', text: shown }
}

function show(claim: string, value: unknown): string | undefined {
  return typeof value === 'string' && Object.hasOwn(shapes, claim) ? shapes[claim]?.(value) : undefined
}

const whole = (text: string): string => text

/** Claims whose value says more than their name. Others may be long, or nobody reads them. */
const shapes: Readonly<Record<string, (text: string) => string>> = {
  name: whole,
  given_name: whole,
  family_name: whole,
  middle_name: whole,
  nickname: whole,
  preferred_username: whole,
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
