import { statement } from '../statement.ts'
import { emailColumns } from './account-emails.ts'

type Whose = { readonly id: string }

export const findAccount = statement<Whose>('account-data/account')((query, gap) =>
  query
    .selectFrom('account')
    .select([
      'username',
      'claims',
      'source',
      'created_at',
      'updated_at',
      'delete_at',
      'terms_version',
      'terms_accepted_at',
    ])
    .where('id', '=', gap.id),
)
export const listSessions = statement<Whose>('account-data/sessions')((query, gap) =>
  query
    .selectFrom('session')
    .select(['user_agent', 'authenticated_at', 'last_seen_at', 'expires_at', 'last_address'])
    .where('account_id', '=', gap.id),
)
export const listBrowsers = statement<Whose>('account-data/browsers')((query, gap) =>
  query.selectFrom('known_browser').select('last_login_at').where('account_id', '=', gap.id),
)
export const listAuthorizations = statement<Whose>('account-data/authorizations')((query, gap) =>
  query
    .selectFrom('authorization')
    .select([
      'id',
      'client_id',
      'rights',
      'created_at',
      'ends_at',
      'revoked_at',
      'user_agent',
      'last_used_at',
      'use_count',
    ])
    .where('account_id', '=', gap.id),
)
export const listPasskeys = statement<Whose>('account-data/passkeys')((query, gap) =>
  query.selectFrom('passkey').select(['name', 'created_at', 'last_used_at']).where('account_id', '=', gap.id),
)
export const listTotp = statement<Whose>('account-data/totp')((query, gap) =>
  query.selectFrom('totp').select('created_at').where('account_id', '=', gap.id),
)
export const listRecoveryCodes = statement<Whose>('account-data/recoveryCodes')((query, gap) =>
  query.selectFrom('recovery_code').select(['created_at', 'used_at']).where('account_id', '=', gap.id),
)
export const listDevices = statement<Whose>('account-data/devices')((query, gap) =>
  query
    .selectFrom('trusted_device')
    .select(['user_agent', 'created_at', 'last_used_at', 'expires_at'])
    .where('account_id', '=', gap.id),
)
export const listIdentities = statement<Whose>('account-data/identities')((query, gap) =>
  query
    .selectFrom('upstream_identity')
    .select(['provider', 'subject', 'claims', 'created_at', 'last_used_at'])
    .where('account_id', '=', gap.id),
)
export const listMail = statement<Whose>('account-data/mail')((query, gap) =>
  query.selectFrom('mail').select(['kind', 'created_at', 'sent_at']).where('account_id', '=', gap.id),
)
export const listEvents = statement<Whose & { most: number }>('account-data/events')((query, gap) =>
  query
    .selectFrom('audit')
    .select(['at', 'type', 'actor', 'client_id', 'address'])
    .where('account_id', '=', gap.id)
    .orderBy('at', 'desc')
    .limit(gap.most as never),
)

export const requestDeletion = statement<Whose & { deleteAt: number }>('account-data/requestDeletion')((query, gap) =>
  query
    .updateTable('account')
    .set({ delete_at: gap.deleteAt })
    .where('id', '=', gap.id)
    .where('delete_at', 'is', null)
    .returning('id'),
)
export const cancelDeletion = statement<Whose>('account-data/cancelDeletion')((query, gap) =>
  query
    .updateTable('account')
    .set((eb) => ({ delete_at: eb.lit(null) }))
    .where('id', '=', gap.id)
    .where('delete_at', 'is not', null)
    .returning('id'),
)
export const listDue = statement<{ now: number; most: number }>('account-data/listDue')((query, gap) =>
  query
    .selectFrom('account')
    .select('id')
    .where('delete_at', '<=', gap.now)
    .limit(gap.most as never),
)
export const disableDue = statement<Whose & { now: number }>('account-data/disableDue')((query, gap) =>
  query
    .updateTable('account')
    .set((eb) => ({ disabled: eb.lit(1) }))
    .where('id', '=', gap.id)
    .where('delete_at', '<=', gap.now)
    .returning('id'),
)
/** The time is compared again: the user may have cancelled since the account was listed. */
export const deleteOne = statement<Whose & { now: number }>('account-data/deleteOne')((query, gap) =>
  query
    .deleteFrom('account')
    .where('id', '=', gap.id)
    .where('delete_at', '<=', gap.now)
    .returning([...emailColumns, 'normalized_username']),
)
