import type { Members, UpstreamProvider } from './provider.ts'

/** The claims that are taken over unless a provider's declaration says otherwise, each under its own name. */
export const usualClaims: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'email',
    'picture',
    'profile',
    'website',
    'zoneinfo',
    'locale',
  ].map((name) => [name, name]),
)

/** Standard claims that are texts: the user chooses which of them are taken over (OIDC Core §5.1). */
const texts: ReadonlySet<string> = new Set([...Object.keys(usualClaims), 'gender', 'birthdate', 'phone_number'])

/** Whether users decide about a claim. Others are for the operator: roles, departments. */
export function isChosenByUser(name: string): boolean {
  return texts.has(name)
}

const longest = 2_000
/** The most that further claims may be, as JSON text: as for accounts in the configuration. */
const longestFurther = 8_192
const emailAddress = /^[^\s\p{C}@<>()[\]\\,;:"]+@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+$/u

/** Maps what a provider says about a user to claims of an account; what does not fit is left out. */
export function mapClaims({ claims, trustEmail, source }: UpstreamProvider, members: Members): Members {
  const mapped: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(claims)) {
    const value = Object.hasOwn(members, theirs) ? members[theirs] : undefined
    if (value === undefined || value === null || !fits(ours, value)) continue
    mapped[ours] = value
  }
  if (mapped.email !== undefined) {
    const says = source.kind === 'userinfo' || members.email_verified === true
    mapped.email_verified = trustEmail && says
  }
  return mapped
}

function fits(name: string, value: unknown): boolean {
  if (name === 'email') return typeof value === 'string' && value.length <= 320 && emailAddress.test(value)
  if (!isChosenByUser(name)) return JSON.stringify(value).length <= longestFurther
  return typeof value === 'string' && value !== '' && value.length <= longest && !/\p{Cc}/u.test(value)
}

/** Suggests a username for a user of a provider; empty if nothing fits. */
export function suggestUsername({ preferred_username, email }: Members): string {
  for (const one of [preferred_username, typeof email === 'string' ? email.split('@')[0] : undefined]) {
    const name = typeof one === 'string' ? one.replaceAll(/[\p{C}\p{Z}]/gu, '').slice(0, 200) : ''
    if (name !== '') return name
  }
  return ''
}

/**
 * Returns the claims of an account after a login elsewhere: those it has are updated, and the operator's follow what the
 * provider says, also if it no longer says it. The e-mail address and the username stay. Undefined if nothing changes.
 */
export function updateClaims(before: Members, now: Members, { claims }: UpstreamProvider): Members | undefined {
  const after: Record<string, unknown> = { ...before }
  for (const name of Object.keys(claims)) {
    if (name === 'email' || name === 'preferred_username') continue
    if (!isChosenByUser(name)) delete after[name]
    const isWanted = !isChosenByUser(name) || Object.hasOwn(before, name)
    if (isWanted && now[name] !== undefined) after[name] = now[name]
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const isSame = [...names].every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]))
  return isSame ? undefined : after
}
