import { z } from 'zod'
import { standardFeatures } from '../oauth/features.ts'
import { isProtocolClaim } from '../oauth/openid/protocol-claims.ts'

/** The claims of the standard scopes, which an account has as members of their own (OIDC Core §5.1). */
const standardClaims: ReadonlySet<string> = new Set(Object.values(standardFeatures.scopeClaims).flat())

/** Members of an account that are no claims. */
const accountMembers: ReadonlySet<string> = new Set([
  'claims',
  'disabled',
  'password',
  'password_file',
  'password_hash',
  'position',
  '__proto__',
])

const anotherName = 'must have another name: this one belongs to the protocol'
const claimName = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/

/** Returns why an account's `claims` may not have a name; undefined if they may. */
export function claimNameFault(name: string): string | undefined {
  if (!claimName.test(name)) return 'must be 1 to 200 visible ASCII characters without quotes and backslashes'
  if (isProtocolClaim(name)) return anotherName
  if (standardClaims.has(name)) return 'must be a member of the account itself: it is a standard claim'
  return accountMembers.has(name) ? 'must have another name: accounts have a member of this one' : undefined
}

/** Claims by name. */
type Claims = Readonly<Record<string, unknown>>

/** Separates the standard claims of an account, which are members of their own, from the further ones. */
export function splitClaims(claims: Claims): { readonly standard: Claims; readonly further: Claims } {
  const entries = Object.entries(claims)
  return {
    standard: Object.fromEntries(entries.filter(([name]) => standardClaims.has(name))),
    further: Object.fromEntries(entries.filter(([name]) => !standardClaims.has(name))),
  }
}

/** The most that the further claims of an account may be, as JSON text. Tokens and responses carry them. */
const mostCharacters = 8_192

/** Claims of an account beyond those of OpenID Connect Core §5.1. */
export const furtherClaims = z
  .record(z.string(), z.json())
  .superRefine((claims, context) => {
    for (const name of Object.keys(claims)) {
      const fault = claimNameFault(name) ?? (claims[name] === null ? 'must have a value, or be left out' : undefined)
      if (fault !== undefined) context.addIssue({ code: 'custom', path: [name], message: fault })
    }
    const length = JSON.stringify(claims).length
    if (length > mostCharacters) {
      context.addIssue({
        code: 'custom',
        message: `must be ${mostCharacters} characters of JSON at most, and is ${length}`,
      })
    }
  })
  .optional()
  .describe(
    'Further claims, such as `{ roles: [admin], department: Sales }`; any JSON, 8,192 characters at most. Clients get a claim only if an entry of `identityScopes`, an API, a scope or a client names it.',
  )

/** Names of claims that a declaration sends somewhere. */
export const claimNames = z
  .array(
    z
      .string()
      .regex(claimName, 'must be 1 to 200 visible ASCII characters without quotes and backslashes')
      .refine((name) => !isProtocolClaim(name), anotherName),
  )
  .max(50)
