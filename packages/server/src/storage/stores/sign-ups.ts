import { normalizeEmail, type SignUpLink, type SignUpStore } from '../../accounts/ports.ts'
import type { Source } from '../../management/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import { takeLink } from './one-time-links.ts'

const findHolder = statement<{ username: string; email: string }>('sign-ups/findHolder')((query, gap) =>
  query
    .selectFrom('account')
    .select('id')
    .where((eb) => eb.or([eb('normalized_username', '=', gap.username), eb('normalized_email', '=', gap.email)]))
    .limit(1),
)

const add = statement<{
  id: string
  username: string
  normalizedUsername: string
  email: string
  passwordHash: string
  claims: string
  version: string
  source: string
  terms: string | null
  acceptedAt: number | null
  now: number
}>('sign-ups/add')((query, gap) =>
  query
    .insertInto('account')
    .values((eb) => ({
      id: gap.id,
      username: gap.username,
      normalized_username: gap.normalizedUsername,
      normalized_email: gap.email,
      password_hash: gap.passwordHash,
      credentials_version: gap.version,
      claims: gap.claims,
      disabled: eb.lit(0),
      source: gap.source,
      terms_version: gap.terms,
      terms_accepted_at: gap.acceptedAt,
      created_at: gap.now,
      updated_at: gap.now,
    }))
    .onConflict((conflict) => conflict.column('normalized_username').doNothing())
    .returning(['id', 'username', 'claims', 'disabled', 'password_hash', 'credentials_version']),
)

const findClaims = statement<{ id: string }>('sign-ups/findClaims')((query, gap) =>
  query.selectFrom('account').select(['claims', 'disabled']).where('id', '=', gap.id),
)

/** Nothing, if the claims have changed since they were read. */
const setClaims = statement<{ id: string; before: string; after: string; now: number }>('sign-ups/setClaims')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ claims: gap.after, updated_at: gap.now })
      .where('id', '=', gap.id)
      .where('claims', '=', gap.before)
      .returning('id'),
)

const findTerms = statement<{ id: string }>('sign-ups/findTerms')((query, gap) =>
  query.selectFrom('account').select('terms_version').where('id', '=', gap.id),
)

const acceptTerms = statement<{ id: string; version: string; now: number }>('sign-ups/acceptTerms')((query, gap) =>
  query
    .updateTable('account')
    .set({ terms_version: gap.version, terms_accepted_at: gap.now })
    .where('id', '=', gap.id)
    .returning('id'),
)

/** Changes to the claims of one account at once that are still made one after another. */
const mostTries = 20

/** @param random makes ids, and versions of credentials */
export function createSignUpStore(database: Database, random: (bytes: number) => string): SignUpStore {
  const source: Source = 'sign-up'
  return {
    add: (link, { username, email, passwordHash, claims, terms }) =>
      database.transaction(async (connection) => {
        if (!(await use(connection, link))) return { outcome: 'dead' }
        const normalized = { username, email: normalizeEmail(email) ?? '' }
        if ((await connection.run(findHolder, normalized)).length > 0) return { outcome: 'taken' }
        const { now } = link
        const [row] = await connection.run(add, {
          id: random(16),
          username,
          normalizedUsername: username,
          email: normalized.email,
          passwordHash,
          claims: JSON.stringify({ ...claims, email, email_verified: true }),
          version: random(16),
          source,
          terms: terms ?? null,
          acceptedAt: terms === undefined ? null : now,
          now,
        })
        if (row === undefined) return { outcome: 'taken' }
        return { outcome: 'added', account: { ...toAccount(row), credentialsVersion: versionOf(row) } }
      }, link.hash),
    join: (link, id, groups) =>
      database.transaction(async (connection) => {
        if (!(await use(connection, link))) return false
        for (let tries = 0; tries < mostTries; tries++) {
          const [row] = await connection.run(findClaims, { id })
          if (row === undefined || row.disabled === 1) return false
          const after = withGroups(row.claims, groups)
          if (after === row.claims) return true
          const changed = { id, before: row.claims, after, now: link.now }
          if ((await connection.run(setClaims, changed)).length > 0) return true
        }
        throw new Error('the claims of the account change all the time')
      }, link.hash),
    async findTerms(id) {
      return (await database.run(findTerms, { id }))[0]?.terms_version ?? undefined
    },
    async acceptTerms(id, version, now) {
      await write(database, acceptTerms, { id, version, now })
    },
  }
}

async function use(connection: Connection, { hash, purpose, now }: SignUpLink): Promise<boolean> {
  return (await takeLink(connection, { hash, purpose, now })) !== undefined
}

/** Adds groups to the claim `groups`, which may be one name or a list; the same text if it has them all. */
function withGroups(text: string, groups: readonly string[]): string {
  const claims = JSON.parse(text) as Readonly<Record<string, unknown>> // checked when it was written
  const { groups: before = [] } = claims
  const held: readonly unknown[] = Array.isArray(before) ? before : [before]
  const added = groups.filter((group) => !held.includes(group))
  return added.length === 0 ? text : JSON.stringify({ ...claims, groups: [...held, ...added] })
}
