import type { Words } from '../../ui/words/en.ts'

/** The sections of “My account”, by the names of their words. */
export type SectionName = keyof Words['myAccount']['sections']

/** Which parts of the server are switched on, for sections that need one. */
export interface AccountFeatures {
  /** Whether accounts are those of this server, and not of an embedding application or a directory. */
  readonly hasOwnAccounts: boolean
  /** Whether users may log in with accounts of other providers. */
  readonly hasLoginsElsewhere: boolean
  /** Whether e-mail leaves the server, or is shown on the outbox page. */
  readonly sendsMail: boolean
}

/** A page of “My account”. */
export interface AccountSection {
  readonly name: SectionName
  /** Its path within the issuer. */
  readonly path: `/${string}`
  /** Whether the server has it; by default it does. */
  readonly isOn?: (features: AccountFeatures) => boolean
}

/** Every section, in the order of the navigation. Adding one is a page, its words and a line. */
export const accountSections: readonly AccountSection[] = [
  { name: 'overview', path: '/account' },
  { name: 'profile', path: '/account/profile' },
  {
    name: 'email',
    path: '/account/email',
    isOn: ({ hasOwnAccounts, sendsMail }) => hasOwnAccounts && sendsMail,
  },
  { name: 'passkeys', path: '/account/passkeys', isOn: ({ hasOwnAccounts }) => hasOwnAccounts },
  { name: 'password', path: '/account/password', isOn: ({ hasOwnAccounts }) => hasOwnAccounts },
  { name: 'secondFactor', path: '/account/second-factor' },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'activity', path: '/account/activity' },
  { name: 'data', path: '/account/data' },
  { name: 'logins', path: '/account/logins', isOn: ({ hasLoginsElsewhere }) => hasLoginsElsewhere },
  { name: 'keys', path: '/keys' },
]

/** Lists the sections that a server has. */
export function sectionsOf(features: AccountFeatures): readonly AccountSection[] {
  return accountSections.filter(({ isOn }) => isOn?.(features) ?? true)
}
