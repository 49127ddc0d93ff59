import type { Api, Rights } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'
import { fromRights, toRights } from './columns.ts'

const pageSize = 500

const page = statement<{ after: string; mention: string }>('narrow-authorizations/page')((query, gap) =>
  query
    .selectFrom('authorization')
    .select(['id', 'rights'])
    .where('id', '>', gap.after)
    .where('rights', 'like', gap.mention)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(pageSize),
)

const find = statement<{ id: string }>('narrow-authorizations/find')((query, gap) =>
  query.selectFrom('authorization').select(['id', 'rights']).where('id', '=', gap.id).where('revoked_at', 'is', null),
)

const narrow = statement<{ id: string; was: string; rights: string }>('narrow-authorizations/narrow')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ rights: gap.rights })
    .where('id', '=', gap.id)
    .where('rights', '=', gap.was)
    .returning('id'),
)

const remove = statement<{ id: string; was: string }>('narrow-authorizations/remove')((query, gap) =>
  query.deleteFrom('authorization').where('id', '=', gap.id).where('rights', '=', gap.was).returning('id'),
)

/** Scopes that an API no longer defines. */
export interface LostScopes {
  readonly resource: string
  readonly scopes: readonly string[]
}

export function lostScopes(before: Api, after: Api): LostScopes {
  const kept = new Set(after.scopes.map(({ name }) => name))
  const scopes = before.scopes.map(({ name }) => name).filter((name) => !kept.has(name))
  return { resource: before.identifier, scopes }
}

/**
 * Removes scopes from every active authorization permanently: if the API defines the same name again, it may mean
 * something else that no user allowed. An authorization without scopes is removed.
 */
export async function narrowAuthorizations(connection: Connection, lost: LostScopes): Promise<void> {
  if (lost.scopes.length === 0) return
  const mention = `%${lost.resource.replace(/[\\%_"]/g, '_')}%`
  for (let after = ''; ; ) {
    const rows = await connection.run(page, { after, mention })
    for (const row of rows) await narrowOne(connection, row, lost)
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.id
  }
}

/** Reads the authorization again if its user narrowed it at the same time. */
async function narrowOne(
  connection: Connection,
  row: { readonly id: string; readonly rights: string } | undefined,
  lost: LostScopes,
): Promise<void> {
  for (let found = row; found !== undefined; [found] = await connection.run(find, { id: found.id })) {
    const { id, rights: was } = found
    const left = withoutLost(toRights(was), lost)
    const rights = fromRights(left)
    if (rights === was) return
    const done =
      left.length === 0 ? await connection.run(remove, { id, was }) : await connection.run(narrow, { id, was, rights })
    if (done.length > 0) return
  }
}

function withoutLost(rights: Rights, { resource, scopes }: LostScopes): Rights {
  return rights.flatMap((right) => {
    if (right.resource !== resource) return [right]
    const scope = right.scope.filter((name) => !scopes.includes(name))
    return scope.length === 0 && right.scope.length > 0 ? [] : [{ resource: right.resource, scope }]
  })
}
