import type { AccountEmails, EmailAccount, LinkUse } from '../../accounts/ports.ts'
import { normalizeEmail } from '../../accounts/ports.ts'
import type { Connection, Database } from '../database.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import { addNotice } from './mail.ts'
import { takeLink } from './one-time-links.ts'
import { endAccountSessions } from './revocation-writes.ts'

/** More accounts of one address get no mail. */
const mostAsked = 4

/** What `toEmailAccount` reads. */
export const emailColumns = [
  'id',
  'username',
  'claims',
  'disabled',
  'source',
  'password_hash',
  'credentials_version',
  'normalized_email',
] as const

const find = statement<{ id: string }>('account-emails/find')((query, gap) =>
  query.selectFrom('account').select(emailColumns).where('id', '=', gap.id),
)

const findAsked = statement<{ username: string; email: string }>('account-emails/findAsked')((query, gap) =>
  query
    .selectFrom('account')
    .select(emailColumns)
    .where((eb) => eb.or([eb('normalized_username', '=', gap.username), eb('normalized_email', '=', gap.email)]))
    .orderBy('created_at')
    .limit(mostAsked),
)

const setPassword = statement<{ id: string; passwordHash: string; version: string }>('account-emails/setPassword')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ password_hash: gap.passwordHash, credentials_version: gap.version })
      .where('id', '=', gap.id),
)

const setEmail = statement<{ id: string; claims: string; email: string; version: string; now: number }>(
  'account-emails/setEmail',
)((query, gap) =>
  query
    .updateTable('account')
    .set({ claims: gap.claims, normalized_email: gap.email, credentials_version: gap.version, updated_at: gap.now })
    .where('id', '=', gap.id),
)

/** @param random makes versions of credentials */
export function createAccountEmails(database: Database, random: (bytes: number) => string): AccountEmails {
  return {
    async find(id) {
      const [row] = await database.run(find, { id })
      return row && toEmailAccount(row)
    },
    findAsked: async (asked) => (await database.run(findAsked, { ...asked })).map(toEmailAccount),
    async recover(link, passwordHash, notice) {
      return database.transaction(async (connection) => {
        const row = await useLink(connection, 'recover', link)
        if (row === undefined || row.source === directory) return undefined
        const version = random(16)
        await connection.run(setPassword, { id: row.id, passwordHash, version })
        await endAccountSessions(connection, row.id)
        await addNotice(connection, notice(row.id))
        const changed = { password_hash: passwordHash, credentials_version: version }
        return { ...toAccount(row), credentialsVersion: versionOf(changed) }
      }, link.hash)
    },
    async confirmEmail({ purpose, ...link }, email, notice) {
      return database.transaction(async (connection) => {
        const row = await useLink(connection, purpose, link)
        const normalized = normalizeEmail(email)
        if (row === undefined || row.source === directory || normalized === undefined) return undefined
        const { email: before } = toEmailAccount(row)
        const claims = { ...(JSON.parse(row.claims) as object), email, email_verified: true } // checked when it was written
        const version = before === email ? (row.credentials_version ?? random(16)) : random(16)
        const changed = { claims: JSON.stringify(claims), version }
        await connection.run(setEmail, { ...changed, id: row.id, email: normalized, now: link.now })
        if (before !== undefined && before !== email) await addNotice(connection, notice(row.id, before))
        const account = toEmailAccount({ ...row, claims: changed.claims, credentials_version: version })
        return { account, before }
      }, link.hash)
    },
  }
}

const directory = 'directory'

/** Uses a link; the row of its account unless that is disabled or its credentials have changed since the link was made. */
async function useLink(connection: Connection, purpose: string, { hash, version, now }: LinkUse) {
  const link = await takeLink(connection, { hash, purpose, now })
  if (link?.accountId === undefined) return undefined
  const [row] = await connection.run(find, { id: link.accountId })
  return row === undefined || row.disabled === 1 || versionOf(row) !== version ? undefined : row
}

export function toEmailAccount(row: {
  readonly id: string
  readonly username: string
  readonly claims: string
  readonly disabled: number
  readonly source: string
  readonly password_hash: string | null
  readonly credentials_version: string | null
}): EmailAccount {
  const claims = JSON.parse(row.claims) as Readonly<Record<string, unknown>> // checked when it was written
  const { email, email_verified: isVerified, locale } = claims
  return {
    ...toAccount(row),
    credentialsVersion: versionOf(row),
    email: typeof email === 'string' && email !== '' ? email : undefined,
    claims,
    isEmailVerified: isVerified === true,
    locale: typeof locale === 'string' ? locale : undefined,
    isLocal: row.source !== directory,
  }
}
