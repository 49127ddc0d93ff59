import type { GrantStores, OAuthStores } from '../../oauth/ports.ts'
import type { Connection, Database } from '../database.ts'
import { accessTokenReads, accessTokens } from './access-tokens.ts'
import { findUserClaims } from './accounts.ts'
import {
  authorizations,
  endUnheldAuthorization,
  findGrantStatus,
  holdAuthorization,
  listAuthorizations,
} from './authorizations.ts'
import type { Catalog } from './catalog.ts'
import { codes } from './codes.ts'
import { sessionClients } from './session-clients.ts'
import { findFamily, tokenFamilies } from './token-families.ts'
import { usedOnce } from './used-once.ts'

/** Combines the stores of the authorization server. */
export function createOAuthStores(database: Database, catalog: Catalog): OAuthStores {
  const bound = new WeakMap<Connection, GrantStores>()
  return {
    ...catalog,
    ...accessTokenReads(database),
    ...usedOnce(database),
    transaction: (work, key) => database.transaction((connection) => work(bind(connection, bound)), key),
    async listAuthorizations(accountId, clientId, now) {
      const listed = await listAuthorizations(database, accountId, clientId, now)
      const epoch = await catalog.findEpoch()
      return listed.filter(({ createdAt }) => createdAt > epoch)
    },
    findFamily: (id) => findFamily(database, id),
    findGrantStatus: (query) => findGrantStatus(database, query),
    findUserClaims: ({ accountId }) => findUserClaims(database, accountId),
    revokeGrant: ({ id, authorizationId }, now) =>
      database.transaction(async (connection) => {
        await holdAuthorization(connection, authorizationId)
        await bind(connection, bound).revokeFamily(id, now)
        return endUnheldAuthorization(connection, authorizationId, now)
      }, authorizationId),
  }
}

/** An engine may use one connection many times: its stores are combined once. */
function bind(connection: Connection, bound: WeakMap<Connection, GrantStores>): GrantStores {
  const known = bound.get(connection)
  if (known !== undefined) return known
  const stores = {
    ...codes(connection),
    ...tokenFamilies(connection),
    ...authorizations(connection),
    ...accessTokens(connection),
    ...sessionClients(connection),
    findUserClaims: ({ accountId }: { readonly accountId: string }) => findUserClaims(connection, accountId),
  }
  bound.set(connection, stores)
  return stores
}
