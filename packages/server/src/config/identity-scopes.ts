import { z } from 'zod'
import type { Features } from '../oauth/features.ts'
import { offlineAccess, rightToClaim, identityScopes as standardScopes } from '../oauth/identity-scopes.ts'
import { claimNames } from './claims.ts'
import { translations } from './translations.ts'

const taken: ReadonlySet<string> = new Set([...standardScopes, offlineAccess])

/** The name of a configured scope. A built-in name is refused: requests for it would get the built-in scope. */
export const scopeName = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'must have no spaces, quotes or backslashes (RFC 6749 §3.3)')
  .refine((name) => !taken.has(name), 'must not be the name of a built-in scope')
  .refine((name) => !name.startsWith(rightToClaim('')), `must not begin with ${rightToClaim('')}`)

const identityScope = z.strictObject({
  name: scopeName.describe('The scope name that clients request.'),
  description: z
    .string()
    .max(300, 'must have 300 characters at most: users read it before they consent')
    .default('')
    .describe('A description for users, shown on the consent page.'),
  descriptions: translations(300).describe('The description in other languages, by language tag.'),
  claims: claimNames.min(1).describe('The claims that the UserInfo endpoint returns to clients with this scope.'),
})

/** Identity scopes besides those of OpenID Connect. */
export const identityScopes = z
  .array(identityScope)
  .max(50)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'must not have two scopes of the same name',
  )
  .optional()
  .describe(
    'Further scopes of the server itself, for claims about the user: `[{ name: groups, description: See your groups, claims: [groups, roles] }]`. A client may ask for those that its `scope` lists.',
  )

/** A description, and its translations by language tag. */
interface Described {
  readonly description: string
  readonly descriptions: Readonly<Record<string, string>> | undefined
}

/** The identity scopes of a configuration as the lists that a server is made of. */
export interface IdentityLists {
  readonly identityScopes: readonly string[]
  readonly scopeClaims: Features['scopeClaims']
}

/** Lists the identity scopes of a configuration. */
export function toIdentityLists(configured: z.output<typeof identityScopes>): IdentityLists {
  const all = configured ?? []
  return {
    identityScopes: all.map(({ name }) => name),
    scopeClaims: Object.fromEntries(all.map(({ name, claims }) => [name, claims])),
  }
}

/** Returns the descriptions of the identity scopes that have one, by name. */
export function describeIdentityScopes(
  configured: z.output<typeof identityScopes>,
): Readonly<Record<string, Described>> {
  return Object.fromEntries(
    (configured ?? []).flatMap(({ name, description, descriptions }) =>
      description === '' ? [] : [[name, { description, descriptions }]],
    ),
  )
}
