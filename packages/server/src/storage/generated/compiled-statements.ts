// Written by `npm run statements`.
import type { CompiledStatement, Engine } from '../statement.ts'

/** Holds every statement's SQL, so that Kysely is not needed to run them; the gate fails where it is not up to date. */
export const compiledStatements: Readonly<Record<Engine, Readonly<Record<string, CompiledStatement>>>> = {
  sqlite: {
    'access-tokens/add': {
      sql: 'insert into "access_token" ("hash", "id", "client_id", "account_id", "authorization_id", "family_id", "rights", "issued_at", "expires_at", "revoked_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      slots: [
        'hash',
        'id',
        'client_id',
        'account_id',
        'authorization_id',
        'family_id',
        'rights',
        'issued_at',
        'expires_at',
        'revoked_at',
      ],
    },
    'access-tokens/find': {
      sql: 'select "token"."hash", "token"."id" as "token_id", "token"."client_id" as "token_client_id", "token"."account_id", "token"."authorization_id", "token"."family_id", "token"."rights" as "token_rights", "token"."issued_at", "token"."expires_at", "token"."revoked_at" as "token_revoked_at", "account"."username", "account"."disabled", "family"."revoked_at" as "family_revoked_at", "key"."id", "key"."client_id", "key"."rights", "key"."created_at", "key"."ends_at", "key"."remembered", "key"."revoked_at" from "access_token" as "token" left join "account" on "account"."id" = "token"."account_id" left join "authorization" as "key" on "key"."id" = "token"."authorization_id" left join "token_family" as "family" on "family"."id" = "token"."family_id" where "token"."hash" = ?',
      slots: ['hash'],
    },
    'access-tokens/findRevokedJwt': { sql: 'select "id" from "revoked_jwt" where "id" = ?', slots: ['id'] },
    'access-tokens/revoke': {
      sql: 'update "access_token" set "revoked_at" = ? where "hash" = ?',
      slots: ['now', 'hash'],
    },
    'access-tokens/revokeJwt': {
      sql: 'insert into "revoked_jwt" ("id", "expires_at") values (?, ?) on conflict ("id") do nothing',
      slots: ['id', 'expiresAt'],
    },
    'accounts/findByUsername': {
      sql: 'select "id", "username", "password_hash", "claims", "disabled" from "account" where "normalized_username" = ?',
      slots: ['username'],
    },
    'audit/addChain': {
      sql: 'insert into "audit_chain" ("id", "started_at", "number", "hash", "swept_number", "swept_hash", "closed", "named", "mac") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("id") do nothing returning "id"',
      slots: ['id', 'started_at', 'number', 'hash', 'swept_number', 'swept_hash', 'closed', 'named', 'mac'],
    },
    'audit/addRow': {
      sql: 'insert into "audit" ("chain", "number", "at", "type", "actor", "client_id", "account_id", "authorization_id", "address", "request_id", "detail", "previous", "hash") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      slots: [
        'chain',
        'number',
        'at',
        'type',
        'actor',
        'client_id',
        'account_id',
        'authorization_id',
        'address',
        'request_id',
        'detail',
        'previous',
        'hash',
      ],
    },
    'audit/findChain': { sql: 'select * from "audit_chain" where "id" = ?', slots: ['id'] },
    'audit/listChains': { sql: 'select * from "audit_chain" order by "started_at", "id"', slots: [] },
    'audit/listNewest': { sql: 'select * from "audit" order by "at" desc, "number" desc limit ?', slots: ['most'] },
    'audit/listRows': {
      sql: 'select * from "audit" where "chain" = ? and "number" > ? order by "number" limit ?',
      slots: ['chain', 'after', { value: 500 }],
    },
    'audit/listSealed': {
      sql: 'select "private_key" from "signing_key" order by "created_at" desc limit ?',
      slots: [{ value: 2 }],
    },
    'audit/listSince': {
      sql: 'select * from "audit" where "at" >= ? order by "at", "chain", "number"',
      slots: ['since'],
    },
    'audit/listStrays': {
      sql: 'select "chain", "number" from "audit" where "chain" not in (select "id" from "audit_chain") limit ?',
      slots: [{ value: 1 }],
    },
    'audit/listUnnamed': {
      sql: 'select * from "audit_chain" where "named" = ? and "id" != ? order by "started_at" desc limit ?',
      slots: [{ value: 0 }, 'except', { value: 50 }],
    },
    'audit/lockChain': { sql: 'update "audit_chain" set "named" = "named" where "id" = ? returning *', slots: ['id'] },
    'audit/moveChain': {
      sql: 'update "audit_chain" set "number" = ?, "hash" = ?, "swept_number" = ?, "swept_hash" = ?, "closed" = ?, "mac" = ? where "id" = ? and "mac" = ? returning "id"',
      slots: ['number', 'hash', 'swept_number', 'swept_hash', 'closed', 'mac', 'id', 'was'],
    },
    'audit/nameChain': { sql: 'update "audit_chain" set "named" = ? where "id" = ?', slots: [{ value: 1 }, 'id'] },
    'audit/removeChain': {
      sql: 'delete from "audit_chain" where "id" = ? and "mac" = ? returning "id"',
      slots: ['id', 'was'],
    },
    'audit/removeRows': { sql: 'delete from "audit" where "chain" = ? and "number" <= ?', slots: ['chain', 'upTo'] },
    'authorizations/add': {
      sql: 'insert into "authorization" ("id", "account_id", "client_id", "rights", "created_at", "ends_at", "remembered") values (?, ?, ?, ?, ?, ?, ?)',
      slots: ['id', 'accountId', 'clientId', 'rights', 'createdAt', 'endsAt', 'remembered'],
    },
    'authorizations/listLive': {
      sql: 'select * from "authorization" where "account_id" = ? and "client_id" = ? and "revoked_at" is null and ("ends_at" is null or "ends_at" > ?) order by "created_at" desc limit ?',
      slots: ['accountId', 'clientId', 'now', { value: 100 }],
    },
    'authorizations/standing': {
      sql: 'select "account"."disabled", "account"."username", "token_family"."revoked_at" as "family_revoked_at", "authorization"."id", "authorization"."client_id", "authorization"."rights", "authorization"."created_at", "authorization"."ends_at", "authorization"."remembered", "authorization"."revoked_at" from "account" left join "authorization" on "authorization"."account_id" = "account"."id" and "authorization"."id" = ? left join "token_family" on "token_family"."account_id" = "account"."id" and "token_family"."id" = ? where "account"."id" = ?',
      slots: ['authorizationId', 'familyId', 'accountId'],
    },
    'catalog/apis': { sql: 'select "description" from "api" order by "position", "identifier"', slots: [] },
    'catalog/bump': { sql: 'update "change" set "counter" = "counter" + ?', slots: [{ value: 1 }] },
    'catalog/counter': { sql: 'select "counter" from "change"', slots: [] },
    'catalog/dangers': {
      sql: 'select max("allow_implicit") as "implicit", max("allow_password") as "password" from "client"',
      slots: [],
    },
    'catalog/findClient': {
      sql: 'select "registration", "secret_hash", "disabled" from "client" where "id" = ?',
      slots: ['id'],
    },
    'check-database/schemaVersion': {
      sql: 'select "version" from "schema_version" order by "version" desc limit ?',
      slots: [{ value: 1 }],
    },
    'codes/add': {
      sql: 'insert into "code" ("hash", "client_id", "account_id", "authorization_id", "family_id", "rights", "redirect_uri", "redirect_uri_sent", "code_challenge", "authenticated_at", "expires_at", "used_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      slots: [
        'hash',
        'client_id',
        'account_id',
        'authorization_id',
        'family_id',
        'rights',
        'redirect_uri',
        'redirect_uri_sent',
        'code_challenge',
        'authenticated_at',
        'expires_at',
        'used_at',
      ],
    },
    'codes/findUsed': {
      sql: 'select "family_id" from "code" where "hash" = ? and "client_id" = ?',
      slots: ['hash', 'clientId'],
    },
    'codes/redeem': {
      sql: 'update "code" set "used_at" = ? where "hash" = ? and "client_id" = ? and "used_at" is null returning *',
      slots: ['now', 'hash', 'clientId'],
    },
    'health/clock': { sql: 'select current_timestamp as "now" from "change"', slots: [] },
    'health/touch': { sql: 'update "change" set "counter" = "counter"', slots: [] },
    'health/version': {
      sql: 'select "version" from "schema_version" order by "version" desc limit ?',
      slots: [{ value: 1 }],
    },
    'interactions/add': {
      sql: 'insert into "interaction" ("id", "browser_hash", "parameters", "created_at", "expires_at") values (?, ?, ?, ?, ?)',
      slots: ['id', 'browserHash', 'parameters', 'createdAt', 'expiresAt'],
    },
    'interactions/find': {
      sql: 'select * from "interaction" where "id" = ? and "browser_hash" = ? and "expires_at" > ?',
      slots: ['id', 'browserHash', 'now'],
    },
    'interactions/take': {
      sql: 'delete from "interaction" where "id" = ? and "browser_hash" = ? returning "id"',
      slots: ['id', 'browserHash'],
    },
    'migrate/addVersion': {
      sql: 'insert into "schema_version" ("version", "applied_at") values (?, ?)',
      slots: ['version', 'appliedAt'],
    },
    'migrate/lastVersion': {
      sql: 'select "version" from "schema_version" order by "version" desc limit ?',
      slots: [{ value: 1 }],
    },
    'owner-keys/list': {
      sql: 'select * from "authorization" where "account_id" = ? and "revoked_at" is null and ("ends_at" is null or "ends_at" > ?) order by "created_at" desc limit ?',
      slots: ['accountId', 'now', { value: 500 }],
    },
    'owner-keys/narrow': {
      sql: 'update "authorization" set "rights" = ?, "ends_at" = ? where "id" = ? and "account_id" = ? and "rights" = ? and "revoked_at" is null and ("ends_at" is null or "ends_at" > ?) returning "id"',
      slots: ['rights', 'endsAt', 'id', 'accountId', 'was', 'now'],
    },
    'owner-keys/noteUse': {
      sql: 'update "authorization" set "use_count" = "use_count" + ?, "last_used_at" = ? where "id" = ?',
      slots: ['times', 'lastUsedAt', 'id'],
    },
    'owner-keys/takeBack': {
      sql: 'update "authorization" set "revoked_at" = ? where "id" = ? and "account_id" = ? and "revoked_at" is null returning "id"',
      slots: ['now', 'id', 'accountId'],
    },
    'provisioning/allAccounts': { sql: 'select * from "account" order by "normalized_username"', slots: [] },
    'provisioning/allApis': { sql: 'select * from "api" order by "position", "identifier"', slots: [] },
    'provisioning/allClients': { sql: 'select * from "client" order by "id"', slots: [] },
    'provisioning/endSessions': { sql: 'delete from "session" where "account_id" = ?', slots: ['accountId'] },
    'provisioning/putAccount': {
      sql: 'insert into "account" ("id", "normalized_username", "created_at", "username", "password_hash", "claims", "disabled", "source", "source_digest") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("normalized_username") do update set "username" = ?, "password_hash" = ?, "claims" = ?, "disabled" = ?, "source" = ?, "source_digest" = ?',
      slots: [
        'id',
        'normalizedUsername',
        'now',
        'username',
        'passwordHash',
        'claims',
        'disabled',
        'source',
        'digest',
        'username',
        'passwordHash',
        'claims',
        'disabled',
        'source',
        'digest',
      ],
    },
    'provisioning/putApi': {
      sql: 'insert into "api" ("identifier", "position", "description", "source", "source_digest") values (?, ?, ?, ?, ?) on conflict ("identifier") do update set "position" = ?, "description" = ?, "source" = ?, "source_digest" = ?',
      slots: [
        'identifier',
        'position',
        'description',
        'source',
        'digest',
        'position',
        'description',
        'source',
        'digest',
      ],
    },
    'provisioning/putClient': {
      sql: 'insert into "client" ("id", "created_at", "registration", "secret_hash", "allow_implicit", "allow_password", "disabled", "source", "source_digest") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict ("id") do update set "registration" = ?, "secret_hash" = ?, "allow_implicit" = ?, "allow_password" = ?, "disabled" = ?, "source" = ?, "source_digest" = ?',
      slots: [
        'id',
        'now',
        'registration',
        'secretHash',
        'allowImplicit',
        'allowPassword',
        'disabled',
        'source',
        'digest',
        'registration',
        'secretHash',
        'allowImplicit',
        'allowPassword',
        'disabled',
        'source',
        'digest',
      ],
    },
    'provisioning/removeAccount': {
      sql: 'delete from "account" where "normalized_username" = ? returning "id"',
      slots: ['username'],
    },
    'provisioning/removeApi': { sql: 'delete from "api" where "identifier" = ? returning "identifier"', slots: ['id'] },
    'provisioning/removeClient': { sql: 'delete from "client" where "id" = ? returning "id"', slots: ['id'] },
    'provisioning/retire': {
      sql: 'update "account" set "disabled" = 1, "source_digest" = null where "normalized_username" = ? returning "id"',
      slots: ['username'],
    },
    'provisioning/setDisabled': {
      sql: 'update "account" set "disabled" = ? where "normalized_username" = ? returning "id"',
      slots: ['disabled', 'username'],
    },
    'provisioning/setPasswordHash': {
      sql: 'update "account" set "password_hash" = ? where "normalized_username" = ? returning "id"',
      slots: ['passwordHash', 'username'],
    },
    'provisioning/setSecretHash': {
      sql: 'update "client" set "secret_hash" = ? where "id" = ? returning "id"',
      slots: ['secretHash', 'id'],
    },
    'sessions/add': {
      sql: 'insert into "session" ("hash", "account_id", "browser_hash", "user_agent", "authenticated_at", "last_seen_at", "expires_at") values (?, ?, ?, ?, ?, ?, ?)',
      slots: ['hash', 'account_id', 'browser_hash', 'user_agent', 'authenticated_at', 'last_seen_at', 'expires_at'],
    },
    'sessions/end': { sql: 'delete from "session" where "hash" = ?', slots: ['hash'] },
    'sessions/endOne': {
      sql: 'delete from "session" where "hash" = ? and "account_id" = ?',
      slots: ['hash', 'accountId'],
    },
    'sessions/find': {
      sql: 'select "session".*, "account"."id", "account"."username", "account"."claims", "account"."disabled" from "session" inner join "account" on "account"."id" = "session"."account_id" where "session"."hash" = ?',
      slots: ['hash'],
    },
    'sessions/findBrowser': {
      sql: 'select "account_id" from "known_browser" where "browser_hash" = ? and "account_id" = ?',
      slots: ['browserHash', 'accountId'],
    },
    'sessions/list': {
      sql: 'select * from "session" where "account_id" = ? and "expires_at" > ? order by "last_seen_at" desc limit ?',
      slots: ['accountId', 'now', { value: 100 }],
    },
    'sessions/noteBrowser': {
      sql: 'insert into "known_browser" ("browser_hash", "account_id", "last_login_at") values (?, ?, ?) on conflict ("browser_hash", "account_id") do update set "last_login_at" = ?',
      slots: ['browserHash', 'accountId', 'now', 'now'],
    },
    'sessions/touch': { sql: 'update "session" set "last_seen_at" = ? where "hash" = ?', slots: ['now', 'hash'] },
    'signing-keys/add': {
      sql: 'insert into "signing_key" ("id", "algorithm", "private_key", "created_at", "active_from", "removed_at") values (?, ?, ?, ?, ?, ?)',
      slots: ['id', 'algorithm', 'privateKey', 'createdAt', 'activeFrom', { value: null }],
    },
    'signing-keys/begin': {
      sql: 'insert into "setting" ("name", "value") values (?, ?) on conflict ("name") do nothing',
      slots: ['name', { value: '' }],
    },
    'signing-keys/distrust': {
      sql: 'update "signing_key" set "removed_at" = ? where "algorithm" = ? and "id" != ? and ("removed_at" is null or "removed_at" > ?)',
      slots: ['removedAt', 'algorithm', 'except', 'removedAt'],
    },
    'signing-keys/dropPending': {
      sql: 'update "signing_key" set "removed_at" = ? where "algorithm" = ? and "active_from" > ?',
      slots: ['removedAt', 'algorithm', 'activeFrom'],
    },
    'signing-keys/list': {
      sql: 'select * from "signing_key" where ("removed_at" is null or "removed_at" > ?) order by "active_from"',
      slots: ['now'],
    },
    'signing-keys/readSetting': { sql: 'select "value" from "setting" where "name" = ?', slots: ['name'] },
    'signing-keys/retire': {
      sql: 'update "signing_key" set "removed_at" = ? where "algorithm" = ? and "id" != ? and "removed_at" is null',
      slots: ['removedAt', 'algorithm', 'except'],
    },
    'signing-keys/succeed': {
      sql: 'update "setting" set "value" = ? where "name" = ? and "value" = ? returning "name"',
      slots: ['id', 'name', 'replaces'],
    },
    'signing-keys/writeSetting': {
      sql: 'insert into "setting" ("name", "value") values (?, ?) on conflict ("name") do update set "value" = ?',
      slots: ['name', 'value', 'value'],
    },
    'sweep-slices/authorization': {
      sql: 'delete from "authorization" where "id" > ? and "id" <= ? and ("revoked_at" < ? or (coalesce("last_used_at", "created_at") < ? and exists (select "newer"."id" from "authorization" as "newer" where "newer"."account_id" = "authorization"."account_id" and "newer"."client_id" = "authorization"."client_id" and "newer"."rights" = "authorization"."rights" and "newer"."remembered" >= "authorization"."remembered" and "newer"."created_at" > "authorization"."created_at" and "newer"."revoked_at" is null and "newer"."ends_at" is null))) returning "id"',
      slots: ['after', 'last', 'revokedBefore', 'unusedBefore'],
    },
    'sweep-slices/browser': {
      sql: 'delete from "known_browser" where "browser_hash" > ? and "browser_hash" <= ? and "last_login_at" < ? returning "browser_hash"',
      slots: ['after', 'last', 'browserBefore'],
    },
    'sweep-slices/family': {
      sql: 'delete from "token_family" where "id" > ? and "id" <= ? and ("revoked_at" < ? or "rotated_at" < ?) returning "id"',
      slots: ['after', 'last', 'revokedBefore', 'idleBefore'],
    },
    'sweep-slices/lastAuthorization': {
      sql: 'select max("slice"."id") as "last" from (select "id" from "authorization" where "id" > ? order by "id" limit ?) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep-slices/lastBrowser': {
      sql: 'select max("slice"."browser_hash") as "last" from (select "browser_hash" from "known_browser" where "browser_hash" > ? order by "browser_hash" limit ?) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep-slices/lastFamily': {
      sql: 'select max("slice"."id") as "last" from (select "id" from "token_family" where "id" > ? order by "id" limit ?) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep/access_token': {
      sql: 'delete from "access_token" where "hash" in (select "hash" from "access_token" where "expires_at" < ? limit ?) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/authorization': {
      sql: 'delete from "authorization" where "id" in (select "id" from "authorization" where "ends_at" < ? limit ?) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/code': {
      sql: 'delete from "code" where "hash" in (select "hash" from "code" where "expires_at" < ? limit ?) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/interaction': {
      sql: 'delete from "interaction" where "id" in (select "id" from "interaction" where "expires_at" < ? limit ?) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/revoked_jwt': {
      sql: 'delete from "revoked_jwt" where "id" in (select "id" from "revoked_jwt" where "expires_at" < ? limit ?) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/session': {
      sql: 'delete from "session" where "hash" in (select "hash" from "session" where "expires_at" < ? limit ?) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/signing_key': { sql: 'delete from "signing_key" where "removed_at" < ? returning "id"', slots: ['before'] },
    'sweep/token_family': {
      sql: 'delete from "token_family" where "id" in (select "id" from "token_family" where "expires_at" < ? limit ?) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'token-families/add': {
      sql: 'insert into "token_family" ("id", "client_id", "account_id", "authorization_id", "rights", "authenticated_at", "generation", "rotated_at", "expires_at", "revoked_at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      slots: [
        'id',
        'client_id',
        'account_id',
        'authorization_id',
        'rights',
        'authenticated_at',
        'generation',
        'rotated_at',
        'expires_at',
        'revoked_at',
      ],
    },
    'token-families/find': { sql: 'select * from "token_family" where "id" = ?', slots: ['id'] },
    'token-families/findForUpdate': { sql: 'select * from "token_family" where "id" = ? for update', slots: ['id'] },
    'token-families/revoke': {
      sql: 'update "token_family" set "revoked_at" = ? where "id" = ? and "revoked_at" is null',
      slots: ['now', 'id'],
    },
    'token-families/rotate': {
      sql: 'update "token_family" set "generation" = "generation" + ?, "rotated_at" = ? where "id" = ? and "generation" = ? and "revoked_at" is null returning "id"',
      slots: [{ value: 1 }, 'now', 'id', 'generation'],
    },
  },
  postgres: {
    'access-tokens/add': {
      sql: 'insert into "access_token" ("hash", "id", "client_id", "account_id", "authorization_id", "family_id", "rights", "issued_at", "expires_at", "revoked_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      slots: [
        'hash',
        'id',
        'client_id',
        'account_id',
        'authorization_id',
        'family_id',
        'rights',
        'issued_at',
        'expires_at',
        'revoked_at',
      ],
    },
    'access-tokens/find': {
      sql: 'select "token"."hash", "token"."id" as "token_id", "token"."client_id" as "token_client_id", "token"."account_id", "token"."authorization_id", "token"."family_id", "token"."rights" as "token_rights", "token"."issued_at", "token"."expires_at", "token"."revoked_at" as "token_revoked_at", "account"."username", "account"."disabled", "family"."revoked_at" as "family_revoked_at", "key"."id", "key"."client_id", "key"."rights", "key"."created_at", "key"."ends_at", "key"."remembered", "key"."revoked_at" from "access_token" as "token" left join "account" on "account"."id" = "token"."account_id" left join "authorization" as "key" on "key"."id" = "token"."authorization_id" left join "token_family" as "family" on "family"."id" = "token"."family_id" where "token"."hash" = $1',
      slots: ['hash'],
    },
    'access-tokens/findRevokedJwt': { sql: 'select "id" from "revoked_jwt" where "id" = $1', slots: ['id'] },
    'access-tokens/revoke': {
      sql: 'update "access_token" set "revoked_at" = $1 where "hash" = $2',
      slots: ['now', 'hash'],
    },
    'access-tokens/revokeJwt': {
      sql: 'insert into "revoked_jwt" ("id", "expires_at") values ($1, $2) on conflict ("id") do nothing',
      slots: ['id', 'expiresAt'],
    },
    'accounts/findByUsername': {
      sql: 'select "id", "username", "password_hash", "claims", "disabled" from "account" where "normalized_username" = $1',
      slots: ['username'],
    },
    'audit/addChain': {
      sql: 'insert into "audit_chain" ("id", "started_at", "number", "hash", "swept_number", "swept_hash", "closed", "named", "mac") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("id") do nothing returning "id"',
      slots: ['id', 'started_at', 'number', 'hash', 'swept_number', 'swept_hash', 'closed', 'named', 'mac'],
    },
    'audit/addRow': {
      sql: 'insert into "audit" ("chain", "number", "at", "type", "actor", "client_id", "account_id", "authorization_id", "address", "request_id", "detail", "previous", "hash") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
      slots: [
        'chain',
        'number',
        'at',
        'type',
        'actor',
        'client_id',
        'account_id',
        'authorization_id',
        'address',
        'request_id',
        'detail',
        'previous',
        'hash',
      ],
    },
    'audit/findChain': { sql: 'select * from "audit_chain" where "id" = $1', slots: ['id'] },
    'audit/listChains': { sql: 'select * from "audit_chain" order by "started_at", "id"', slots: [] },
    'audit/listNewest': { sql: 'select * from "audit" order by "at" desc, "number" desc limit $1', slots: ['most'] },
    'audit/listRows': {
      sql: 'select * from "audit" where "chain" = $1 and "number" > $2 order by "number" limit $3',
      slots: ['chain', 'after', { value: 500 }],
    },
    'audit/listSealed': {
      sql: 'select "private_key" from "signing_key" order by "created_at" desc limit $1',
      slots: [{ value: 2 }],
    },
    'audit/listSince': {
      sql: 'select * from "audit" where "at" >= $1 order by "at", "chain", "number"',
      slots: ['since'],
    },
    'audit/listStrays': {
      sql: 'select "chain", "number" from "audit" where "chain" not in (select "id" from "audit_chain") limit $1',
      slots: [{ value: 1 }],
    },
    'audit/listUnnamed': {
      sql: 'select * from "audit_chain" where "named" = $1 and "id" != $2 order by "started_at" desc limit $3',
      slots: [{ value: 0 }, 'except', { value: 50 }],
    },
    'audit/lockChain': { sql: 'update "audit_chain" set "named" = "named" where "id" = $1 returning *', slots: ['id'] },
    'audit/moveChain': {
      sql: 'update "audit_chain" set "number" = $1, "hash" = $2, "swept_number" = $3, "swept_hash" = $4, "closed" = $5, "mac" = $6 where "id" = $7 and "mac" = $8 returning "id"',
      slots: ['number', 'hash', 'swept_number', 'swept_hash', 'closed', 'mac', 'id', 'was'],
    },
    'audit/nameChain': { sql: 'update "audit_chain" set "named" = $1 where "id" = $2', slots: [{ value: 1 }, 'id'] },
    'audit/removeChain': {
      sql: 'delete from "audit_chain" where "id" = $1 and "mac" = $2 returning "id"',
      slots: ['id', 'was'],
    },
    'audit/removeRows': { sql: 'delete from "audit" where "chain" = $1 and "number" <= $2', slots: ['chain', 'upTo'] },
    'authorizations/add': {
      sql: 'insert into "authorization" ("id", "account_id", "client_id", "rights", "created_at", "ends_at", "remembered") values ($1, $2, $3, $4, $5, $6, $7)',
      slots: ['id', 'accountId', 'clientId', 'rights', 'createdAt', 'endsAt', 'remembered'],
    },
    'authorizations/listLive': {
      sql: 'select * from "authorization" where "account_id" = $1 and "client_id" = $2 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $3) order by "created_at" desc limit $4',
      slots: ['accountId', 'clientId', 'now', { value: 100 }],
    },
    'authorizations/standing': {
      sql: 'select "account"."disabled", "account"."username", "token_family"."revoked_at" as "family_revoked_at", "authorization"."id", "authorization"."client_id", "authorization"."rights", "authorization"."created_at", "authorization"."ends_at", "authorization"."remembered", "authorization"."revoked_at" from "account" left join "authorization" on "authorization"."account_id" = "account"."id" and "authorization"."id" = $1 left join "token_family" on "token_family"."account_id" = "account"."id" and "token_family"."id" = $2 where "account"."id" = $3',
      slots: ['authorizationId', 'familyId', 'accountId'],
    },
    'catalog/apis': { sql: 'select "description" from "api" order by "position", "identifier"', slots: [] },
    'catalog/bump': { sql: 'update "change" set "counter" = "counter" + $1', slots: [{ value: 1 }] },
    'catalog/counter': { sql: 'select "counter" from "change"', slots: [] },
    'catalog/dangers': {
      sql: 'select max("allow_implicit") as "implicit", max("allow_password") as "password" from "client"',
      slots: [],
    },
    'catalog/findClient': {
      sql: 'select "registration", "secret_hash", "disabled" from "client" where "id" = $1',
      slots: ['id'],
    },
    'check-database/schemaVersion': {
      sql: 'select "version" from "schema_version" order by "version" desc limit $1',
      slots: [{ value: 1 }],
    },
    'codes/add': {
      sql: 'insert into "code" ("hash", "client_id", "account_id", "authorization_id", "family_id", "rights", "redirect_uri", "redirect_uri_sent", "code_challenge", "authenticated_at", "expires_at", "used_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      slots: [
        'hash',
        'client_id',
        'account_id',
        'authorization_id',
        'family_id',
        'rights',
        'redirect_uri',
        'redirect_uri_sent',
        'code_challenge',
        'authenticated_at',
        'expires_at',
        'used_at',
      ],
    },
    'codes/findUsed': {
      sql: 'select "family_id" from "code" where "hash" = $1 and "client_id" = $2',
      slots: ['hash', 'clientId'],
    },
    'codes/redeem': {
      sql: 'update "code" set "used_at" = $1 where "hash" = $2 and "client_id" = $3 and "used_at" is null returning *',
      slots: ['now', 'hash', 'clientId'],
    },
    'health/clock': { sql: 'select current_timestamp as "now" from "change"', slots: [] },
    'health/touch': { sql: 'update "change" set "counter" = "counter"', slots: [] },
    'health/version': {
      sql: 'select "version" from "schema_version" order by "version" desc limit $1',
      slots: [{ value: 1 }],
    },
    'interactions/add': {
      sql: 'insert into "interaction" ("id", "browser_hash", "parameters", "created_at", "expires_at") values ($1, $2, $3, $4, $5)',
      slots: ['id', 'browserHash', 'parameters', 'createdAt', 'expiresAt'],
    },
    'interactions/find': {
      sql: 'select * from "interaction" where "id" = $1 and "browser_hash" = $2 and "expires_at" > $3',
      slots: ['id', 'browserHash', 'now'],
    },
    'interactions/take': {
      sql: 'delete from "interaction" where "id" = $1 and "browser_hash" = $2 returning "id"',
      slots: ['id', 'browserHash'],
    },
    'migrate/addVersion': {
      sql: 'insert into "schema_version" ("version", "applied_at") values ($1, $2)',
      slots: ['version', 'appliedAt'],
    },
    'migrate/lastVersion': {
      sql: 'select "version" from "schema_version" order by "version" desc limit $1',
      slots: [{ value: 1 }],
    },
    'owner-keys/list': {
      sql: 'select * from "authorization" where "account_id" = $1 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $2) order by "created_at" desc limit $3',
      slots: ['accountId', 'now', { value: 500 }],
    },
    'owner-keys/narrow': {
      sql: 'update "authorization" set "rights" = $1, "ends_at" = $2 where "id" = $3 and "account_id" = $4 and "rights" = $5 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $6) returning "id"',
      slots: ['rights', 'endsAt', 'id', 'accountId', 'was', 'now'],
    },
    'owner-keys/noteUse': {
      sql: 'update "authorization" set "use_count" = "use_count" + $1, "last_used_at" = $2 where "id" = $3',
      slots: ['times', 'lastUsedAt', 'id'],
    },
    'owner-keys/takeBack': {
      sql: 'update "authorization" set "revoked_at" = $1 where "id" = $2 and "account_id" = $3 and "revoked_at" is null returning "id"',
      slots: ['now', 'id', 'accountId'],
    },
    'provisioning/allAccounts': { sql: 'select * from "account" order by "normalized_username"', slots: [] },
    'provisioning/allApis': { sql: 'select * from "api" order by "position", "identifier"', slots: [] },
    'provisioning/allClients': { sql: 'select * from "client" order by "id"', slots: [] },
    'provisioning/endSessions': { sql: 'delete from "session" where "account_id" = $1', slots: ['accountId'] },
    'provisioning/putAccount': {
      sql: 'insert into "account" ("id", "normalized_username", "created_at", "username", "password_hash", "claims", "disabled", "source", "source_digest") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("normalized_username") do update set "username" = $10, "password_hash" = $11, "claims" = $12, "disabled" = $13, "source" = $14, "source_digest" = $15',
      slots: [
        'id',
        'normalizedUsername',
        'now',
        'username',
        'passwordHash',
        'claims',
        'disabled',
        'source',
        'digest',
        'username',
        'passwordHash',
        'claims',
        'disabled',
        'source',
        'digest',
      ],
    },
    'provisioning/putApi': {
      sql: 'insert into "api" ("identifier", "position", "description", "source", "source_digest") values ($1, $2, $3, $4, $5) on conflict ("identifier") do update set "position" = $6, "description" = $7, "source" = $8, "source_digest" = $9',
      slots: [
        'identifier',
        'position',
        'description',
        'source',
        'digest',
        'position',
        'description',
        'source',
        'digest',
      ],
    },
    'provisioning/putClient': {
      sql: 'insert into "client" ("id", "created_at", "registration", "secret_hash", "allow_implicit", "allow_password", "disabled", "source", "source_digest") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("id") do update set "registration" = $10, "secret_hash" = $11, "allow_implicit" = $12, "allow_password" = $13, "disabled" = $14, "source" = $15, "source_digest" = $16',
      slots: [
        'id',
        'now',
        'registration',
        'secretHash',
        'allowImplicit',
        'allowPassword',
        'disabled',
        'source',
        'digest',
        'registration',
        'secretHash',
        'allowImplicit',
        'allowPassword',
        'disabled',
        'source',
        'digest',
      ],
    },
    'provisioning/removeAccount': {
      sql: 'delete from "account" where "normalized_username" = $1 returning "id"',
      slots: ['username'],
    },
    'provisioning/removeApi': {
      sql: 'delete from "api" where "identifier" = $1 returning "identifier"',
      slots: ['id'],
    },
    'provisioning/removeClient': { sql: 'delete from "client" where "id" = $1 returning "id"', slots: ['id'] },
    'provisioning/retire': {
      sql: 'update "account" set "disabled" = 1, "source_digest" = null where "normalized_username" = $1 returning "id"',
      slots: ['username'],
    },
    'provisioning/setDisabled': {
      sql: 'update "account" set "disabled" = $1 where "normalized_username" = $2 returning "id"',
      slots: ['disabled', 'username'],
    },
    'provisioning/setPasswordHash': {
      sql: 'update "account" set "password_hash" = $1 where "normalized_username" = $2 returning "id"',
      slots: ['passwordHash', 'username'],
    },
    'provisioning/setSecretHash': {
      sql: 'update "client" set "secret_hash" = $1 where "id" = $2 returning "id"',
      slots: ['secretHash', 'id'],
    },
    'sessions/add': {
      sql: 'insert into "session" ("hash", "account_id", "browser_hash", "user_agent", "authenticated_at", "last_seen_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7)',
      slots: ['hash', 'account_id', 'browser_hash', 'user_agent', 'authenticated_at', 'last_seen_at', 'expires_at'],
    },
    'sessions/end': { sql: 'delete from "session" where "hash" = $1', slots: ['hash'] },
    'sessions/endOne': {
      sql: 'delete from "session" where "hash" = $1 and "account_id" = $2',
      slots: ['hash', 'accountId'],
    },
    'sessions/find': {
      sql: 'select "session".*, "account"."id", "account"."username", "account"."claims", "account"."disabled" from "session" inner join "account" on "account"."id" = "session"."account_id" where "session"."hash" = $1',
      slots: ['hash'],
    },
    'sessions/findBrowser': {
      sql: 'select "account_id" from "known_browser" where "browser_hash" = $1 and "account_id" = $2',
      slots: ['browserHash', 'accountId'],
    },
    'sessions/list': {
      sql: 'select * from "session" where "account_id" = $1 and "expires_at" > $2 order by "last_seen_at" desc limit $3',
      slots: ['accountId', 'now', { value: 100 }],
    },
    'sessions/noteBrowser': {
      sql: 'insert into "known_browser" ("browser_hash", "account_id", "last_login_at") values ($1, $2, $3) on conflict ("browser_hash", "account_id") do update set "last_login_at" = $4',
      slots: ['browserHash', 'accountId', 'now', 'now'],
    },
    'sessions/touch': { sql: 'update "session" set "last_seen_at" = $1 where "hash" = $2', slots: ['now', 'hash'] },
    'signing-keys/add': {
      sql: 'insert into "signing_key" ("id", "algorithm", "private_key", "created_at", "active_from", "removed_at") values ($1, $2, $3, $4, $5, $6)',
      slots: ['id', 'algorithm', 'privateKey', 'createdAt', 'activeFrom', { value: null }],
    },
    'signing-keys/begin': {
      sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do nothing',
      slots: ['name', { value: '' }],
    },
    'signing-keys/distrust': {
      sql: 'update "signing_key" set "removed_at" = $1 where "algorithm" = $2 and "id" != $3 and ("removed_at" is null or "removed_at" > $4)',
      slots: ['removedAt', 'algorithm', 'except', 'removedAt'],
    },
    'signing-keys/dropPending': {
      sql: 'update "signing_key" set "removed_at" = $1 where "algorithm" = $2 and "active_from" > $3',
      slots: ['removedAt', 'algorithm', 'activeFrom'],
    },
    'signing-keys/list': {
      sql: 'select * from "signing_key" where ("removed_at" is null or "removed_at" > $1) order by "active_from"',
      slots: ['now'],
    },
    'signing-keys/readSetting': { sql: 'select "value" from "setting" where "name" = $1', slots: ['name'] },
    'signing-keys/retire': {
      sql: 'update "signing_key" set "removed_at" = $1 where "algorithm" = $2 and "id" != $3 and "removed_at" is null',
      slots: ['removedAt', 'algorithm', 'except'],
    },
    'signing-keys/succeed': {
      sql: 'update "setting" set "value" = $1 where "name" = $2 and "value" = $3 returning "name"',
      slots: ['id', 'name', 'replaces'],
    },
    'signing-keys/writeSetting': {
      sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = $3',
      slots: ['name', 'value', 'value'],
    },
    'sweep-slices/authorization': {
      sql: 'delete from "authorization" where "id" > $1 and "id" <= $2 and ("revoked_at" < $3 or (coalesce("last_used_at", "created_at") < $4 and exists (select "newer"."id" from "authorization" as "newer" where "newer"."account_id" = "authorization"."account_id" and "newer"."client_id" = "authorization"."client_id" and "newer"."rights" = "authorization"."rights" and "newer"."remembered" >= "authorization"."remembered" and "newer"."created_at" > "authorization"."created_at" and "newer"."revoked_at" is null and "newer"."ends_at" is null))) returning "id"',
      slots: ['after', 'last', 'revokedBefore', 'unusedBefore'],
    },
    'sweep-slices/browser': {
      sql: 'delete from "known_browser" where "browser_hash" > $1 and "browser_hash" <= $2 and "last_login_at" < $3 returning "browser_hash"',
      slots: ['after', 'last', 'browserBefore'],
    },
    'sweep-slices/family': {
      sql: 'delete from "token_family" where "id" > $1 and "id" <= $2 and ("revoked_at" < $3 or "rotated_at" < $4) returning "id"',
      slots: ['after', 'last', 'revokedBefore', 'idleBefore'],
    },
    'sweep-slices/lastAuthorization': {
      sql: 'select max("slice"."id") as "last" from (select "id" from "authorization" where "id" > $1 order by "id" limit $2) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep-slices/lastBrowser': {
      sql: 'select max("slice"."browser_hash") as "last" from (select "browser_hash" from "known_browser" where "browser_hash" > $1 order by "browser_hash" limit $2) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep-slices/lastFamily': {
      sql: 'select max("slice"."id") as "last" from (select "id" from "token_family" where "id" > $1 order by "id" limit $2) as "slice"',
      slots: ['after', { value: 1000 }],
    },
    'sweep/access_token': {
      sql: 'delete from "access_token" where "hash" in (select "hash" from "access_token" where "expires_at" < $1 limit $2) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/authorization': {
      sql: 'delete from "authorization" where "id" in (select "id" from "authorization" where "ends_at" < $1 limit $2) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/code': {
      sql: 'delete from "code" where "hash" in (select "hash" from "code" where "expires_at" < $1 limit $2) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/interaction': {
      sql: 'delete from "interaction" where "id" in (select "id" from "interaction" where "expires_at" < $1 limit $2) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/revoked_jwt': {
      sql: 'delete from "revoked_jwt" where "id" in (select "id" from "revoked_jwt" where "expires_at" < $1 limit $2) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'sweep/session': {
      sql: 'delete from "session" where "hash" in (select "hash" from "session" where "expires_at" < $1 limit $2) returning "hash"',
      slots: ['before', { value: 500 }],
    },
    'sweep/signing_key': { sql: 'delete from "signing_key" where "removed_at" < $1 returning "id"', slots: ['before'] },
    'sweep/token_family': {
      sql: 'delete from "token_family" where "id" in (select "id" from "token_family" where "expires_at" < $1 limit $2) returning "id"',
      slots: ['before', { value: 500 }],
    },
    'token-families/add': {
      sql: 'insert into "token_family" ("id", "client_id", "account_id", "authorization_id", "rights", "authenticated_at", "generation", "rotated_at", "expires_at", "revoked_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      slots: [
        'id',
        'client_id',
        'account_id',
        'authorization_id',
        'rights',
        'authenticated_at',
        'generation',
        'rotated_at',
        'expires_at',
        'revoked_at',
      ],
    },
    'token-families/find': { sql: 'select * from "token_family" where "id" = $1', slots: ['id'] },
    'token-families/findForUpdate': { sql: 'select * from "token_family" where "id" = $1 for update', slots: ['id'] },
    'token-families/revoke': {
      sql: 'update "token_family" set "revoked_at" = $1 where "id" = $2 and "revoked_at" is null',
      slots: ['now', 'id'],
    },
    'token-families/rotate': {
      sql: 'update "token_family" set "generation" = "generation" + $1, "rotated_at" = $2 where "id" = $3 and "generation" = $4 and "revoked_at" is null returning "id"',
      slots: [{ value: 1 }, 'now', 'id', 'generation'],
    },
  },
}
