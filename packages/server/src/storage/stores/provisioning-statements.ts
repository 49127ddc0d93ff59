import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'

/** The columns that record an entry's origin. */
type OriginColumns = {
  source: string
  digest: string | null
  file: string | null
  lines: string | null
}

function toOrigin(gap: OriginColumns) {
  return { source: gap.source, source_digest: gap.digest, source_file: gap.file, source_members: gap.lines }
}

/** Increments the change counter first, and returns, so that transactions that change entries run one after another. */
export const lockEntries = statement<Record<string, never>>('provisioning/lockEntries')((query) =>
  query
    .updateTable('change')
    .set((eb) => ({ counter: eb('counter', '+', 1) }))
    .returning('counter'),
)

export const putApi = statement<
  { identifier: string; kind: string; buried: string; position: number; description: string } & OriginColumns
>('provisioning/putApi')((query, gap) => {
  const columns = { position: gap.position, description: gap.description, ...toOrigin(gap) }
  return query
    .insertInto('api')
    .values((eb) => ({
      identifier: gap.identifier,
      ...columns,
      valid_after: eb
        .selectFrom('tombstone')
        .select('removed_at')
        .where('kind', '=', gap.kind)
        .where('id', '=', gap.buried),
    }))
    .onConflict((conflict) => conflict.column('identifier').doUpdateSet(columns))
})

export const putClient = statement<
  {
    id: string
    registration: string
    secretHash: string | null
    allowImplicit: number
    allowPassword: number
    disabled: number
    now: number
    kind: string
  } & OriginColumns
>('provisioning/putClient')((query, gap) => {
  const columns = {
    registration: gap.registration,
    secret_hash: gap.secretHash,
    allow_implicit: gap.allowImplicit,
    allow_password: gap.allowPassword,
    disabled: gap.disabled,
    ...toOrigin(gap),
  }
  return query
    .insertInto('client')
    .values((eb) => {
      const removedAt = eb
        .selectFrom('tombstone')
        .select('removed_at')
        .where('kind', '=', gap.kind)
        .where('id', '=', gap.id)
      return { id: gap.id, created_at: gap.now, valid_after: removedAt, own_valid_after: removedAt, ...columns }
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => {
        const isOther = eb('excluded.secret_hash', '!=', eb.ref('client.secret_hash'))
        return {
          ...columns,
          // A new secret revokes tokens obtained with the old one, and ends a rotation.
          own_valid_after: eb.case().when(isOther).then(gap.now).else(eb.ref('client.own_valid_after')).end(),
          previous_secret_hash: eb
            .case()
            .when(isOther)
            .then(eb.lit(null))
            .else(eb.ref('client.previous_secret_hash'))
            .end(),
        }
      }),
    )
})

export const putAccount = statement<
  {
    id: string
    username: string
    normalizedUsername: string
    passwordHash: string | null
    claims: string
    email: string | null
    disabled: number
    now: number
  } & OriginColumns
>('provisioning/putAccount')((query, gap) => {
  const columns = {
    username: gap.username,
    password_hash: gap.passwordHash,
    claims: gap.claims,
    normalized_email: gap.email,
    disabled: gap.disabled,
    ...toOrigin(gap),
  }
  return query
    .insertInto('account')
    .values({
      id: gap.id,
      normalized_username: gap.normalizedUsername,
      created_at: gap.now,
      updated_at: gap.now,
      ...columns,
    })
    .onConflict((conflict) =>
      conflict.column('normalized_username').doUpdateSet((eb) => ({
        ...columns,
        // An entry without a password keeps the one that a command set.
        password_hash: eb.fn.coalesce('excluded.password_hash', 'account.password_hash'),
        updated_at: eb
          .case()
          .when('excluded.claims', '!=', eb.ref('account.claims'))
          .then(eb.ref('excluded.updated_at'))
          .else(eb.ref('account.updated_at'))
          .end(),
      })),
    )
})

type PutOrigin = OriginColumns & { id: string }

export const putApiOrigin = statement<PutOrigin>('provisioning/putApiOrigin')((query, gap) =>
  query.updateTable('api').set(toOrigin(gap)).where('identifier', '=', gap.id),
)
export const putClientOrigin = statement<PutOrigin>('provisioning/putClientOrigin')((query, gap) =>
  query.updateTable('client').set(toOrigin(gap)).where('id', '=', gap.id),
)
export const putAccountOrigin = statement<PutOrigin>('provisioning/putAccountOrigin')((query, gap) =>
  query.updateTable('account').set(toOrigin(gap)).where('normalized_username', '=', gap.id),
)

export const removeApi = statement<{ id: string }>('provisioning/removeApi')((query, gap) =>
  query.deleteFrom('api').where('identifier', '=', gap.id).returning('identifier'),
)
export const removeClient = statement<{ id: string }>('provisioning/removeClient')((query, gap) =>
  query.deleteFrom('client').where('id', '=', gap.id).returning('id'),
)

const activeOf = (query: Kysely<Schema>, gap: { readonly id: string; readonly now: number }) =>
  query
    .selectFrom('authorization')
    .where('client_id', '=', gap.id)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', gap.now)]))

export const removeUnusedClient = statement<{ id: string; now: number }>('provisioning/removeUnusedClient')(
  (query, gap) =>
    query
      .deleteFrom('client')
      .where('id', '=', gap.id)
      .where((eb) => eb.not(eb.exists(activeOf(query, gap).select('id'))))
      .returning('id'),
)
export const countUsers = statement<{ id: string; now: number }>('provisioning/countUsers')((query, gap) =>
  activeOf(query, gap).select((eb) => eb.fn.count('account_id').distinct().as('users')),
)
export const removeAccount = statement<{ id: string }>('provisioning/removeAccount')((query, gap) =>
  query.deleteFrom('account').where('id', '=', gap.id).returning('id'),
)
export const setDisabled = statement<{ username: string; disabled: number }>('provisioning/setDisabled')((query, gap) =>
  query
    .updateTable('account')
    .set({ disabled: gap.disabled })
    .where('normalized_username', '=', gap.username)
    .returning('id'),
)
export const requireSecondFactor = statement<{ username: string; required: number }>(
  'provisioning/requireSecondFactor',
)((query, gap) =>
  query
    .updateTable('account')
    .set({ second_factor_required: gap.required })
    .where('normalized_username', '=', gap.username)
    .returning('id'),
)
export const retireAccount = statement<{ username: string; lines: string }>('provisioning/retireAccount')(
  (query, gap) =>
    query
      .updateTable('account')
      .set((eb) => ({ disabled: eb.lit(1), source_digest: eb.lit(null), source_members: gap.lines }))
      .where('normalized_username', '=', gap.username)
      .returning('id'),
)
export const retireClient = statement<{ id: string; lines: string }>('provisioning/retireClient')((query, gap) =>
  query
    .updateTable('client')
    .set((eb) => ({ disabled: eb.lit(1), source_digest: eb.lit(null), source_members: gap.lines }))
    .where('id', '=', gap.id)
    .returning('id'),
)
export const revokeOfClient = statement<{ id: string; now: number }>('provisioning/revokeOfClient')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where('client_id', '=', gap.id)
    .where('revoked_at', 'is', null),
)
export const setPasswordHash = statement<{ username: string; passwordHash: string }>('provisioning/setPasswordHash')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ password_hash: gap.passwordHash })
      .where('normalized_username', '=', gap.username)
      .returning('id'),
)
