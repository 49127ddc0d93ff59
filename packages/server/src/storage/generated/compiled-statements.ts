// Written by `npm run statements`.
import type { CompiledStatement } from '../statement.ts'

/** Holds the SQL of every statement, so that Kysely is not needed to run them. The gate fails if it is out of date. */
export const compiledStatements: Readonly<Record<string, CompiledStatement>> = {
  'access-tokens/add': {
    sql: 'insert into "access_token" ("hash", "id", "client_id", "account_id", "authorization_id", "family_id", "rights", "issued_at", "expires_at", "revoked_at", "context") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
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
      'context',
    ],
  },
  'access-tokens/find': {
    sql: 'select "access_token".*, "account"."disabled" as "account_disabled", "account"."username" as "account_username", "account"."valid_after" as "account_valid_after", "token_family"."revoked_at" as "family_revoked_at", "authorization"."id" as "joined_id", "authorization"."client_id" as "joined_client_id", "authorization"."rights" as "joined_rights", "authorization"."created_at" as "joined_created_at", "authorization"."ends_at" as "joined_ends_at", "authorization"."remembered" as "joined_remembered", "authorization"."revoked_at" as "joined_revoked_at", "authorization"."early_ends" as "joined_early_ends", "authorization"."redirect_uri" as "joined_redirect_uri" from "access_token" left join "account" on "account"."id" = "access_token"."account_id" left join "authorization" on "authorization"."account_id" = "account"."id" and "authorization"."id" = "access_token"."authorization_id" left join "token_family" on "token_family"."account_id" = "account"."id" and "token_family"."id" = "access_token"."family_id" where "access_token"."hash" = $1',
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
  'account-data/account': {
    sql: 'select "username", "claims", "source", "created_at", "updated_at", "delete_at", "terms_version", "terms_accepted_at" from "account" where "id" = $1',
    slots: ['id'],
  },
  'account-data/authorizations': {
    sql: 'select "id", "client_id", "rights", "created_at", "ends_at", "revoked_at", "user_agent", "last_used_at", "use_count" from "authorization" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/browsers': {
    sql: 'select "last_login_at" from "known_browser" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/cancelDeletion': {
    sql: 'update "account" set "delete_at" = null where "id" = $1 and "delete_at" is not null returning "id"',
    slots: ['id'],
  },
  'account-data/deleteOne': {
    sql: 'delete from "account" where "id" = $1 and "delete_at" <= $2 returning "id", "username", "claims", "disabled", "source", "password_hash", "credentials_version", "normalized_email", "normalized_username"',
    slots: ['id', 'now'],
  },
  'account-data/devices': {
    sql: 'select "user_agent", "created_at", "last_used_at", "expires_at" from "trusted_device" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/disableDue': {
    sql: 'update "account" set "disabled" = 1 where "id" = $1 and "delete_at" <= $2 returning "id"',
    slots: ['id', 'now'],
  },
  'account-data/events': {
    sql: 'select "at", "type", "actor", "client_id", "address" from "audit" where "account_id" = $1 order by "at" desc limit $2',
    slots: ['id', 'most'],
  },
  'account-data/identities': {
    sql: 'select "provider", "subject", "claims", "created_at", "last_used_at" from "upstream_identity" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/listDue': {
    sql: 'select "id" from "account" where "delete_at" <= $1 limit $2',
    slots: ['now', 'most'],
  },
  'account-data/mail': {
    sql: 'select "kind", "created_at", "sent_at" from "mail" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/passkeys': {
    sql: 'select "name", "created_at", "last_used_at" from "passkey" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/recoveryCodes': {
    sql: 'select "created_at", "used_at" from "recovery_code" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/requestDeletion': {
    sql: 'update "account" set "delete_at" = $1 where "id" = $2 and "delete_at" is null returning "id"',
    slots: ['deleteAt', 'id'],
  },
  'account-data/sessions': {
    sql: 'select "user_agent", "authenticated_at", "last_seen_at", "expires_at", "last_address" from "session" where "account_id" = $1',
    slots: ['id'],
  },
  'account-data/totp': { sql: 'select "created_at" from "totp" where "account_id" = $1', slots: ['id'] },
  'account-emails/find': {
    sql: 'select "id", "username", "claims", "disabled", "source", "password_hash", "credentials_version", "normalized_email" from "account" where "id" = $1',
    slots: ['id'],
  },
  'account-emails/findAsked': {
    sql: 'select "id", "username", "claims", "disabled", "source", "password_hash", "credentials_version", "normalized_email" from "account" where ("normalized_username" = $1 or "normalized_email" = $2) order by "created_at" limit 4',
    slots: ['username', 'email'],
  },
  'account-emails/setEmail': {
    sql: 'update "account" set "claims" = $1, "normalized_email" = $2, "credentials_version" = $3, "updated_at" = $4 where "id" = $5',
    slots: ['claims', 'email', 'version', 'now', 'id'],
  },
  'account-emails/setPassword': {
    sql: 'update "account" set "password_hash" = $1, "credentials_version" = $2 where "id" = $3',
    slots: ['passwordHash', 'version', 'id'],
  },
  'accounts/findByName': {
    sql: 'select "id", "username", "password_hash", "credentials_version", "claims", "disabled", "normalized_username" from "account" where ("normalized_username" = $1 or ("normalized_email" = $2 and "claims" like \'%"email_verified":true%\')) order by case when "normalized_username" = $3 then 0 else 1 end limit 8',
    slots: ['username', 'email', 'username'],
  },
  'accounts/findByUsername': {
    sql: 'select "id", "username", "password_hash", "credentials_version", "claims", "disabled" from "account" where "normalized_username" = $1',
    slots: ['username'],
  },
  'accounts/findClaims': {
    sql: 'select "username", "claims", "created_at", "updated_at" from "account" where "id" = $1',
    slots: ['id'],
  },
  'accounts/rehash': {
    sql: 'update "account" set "password_hash" = $1 where "id" = $2 and "password_hash" = $3 returning "id"',
    slots: ['after', 'id', 'before'],
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
  'audit/findRow': { sql: 'select "number" from "audit" where "chain" = $1 limit 1', slots: ['chain'] },
  'audit/listChains': { sql: 'select * from "audit_chain" order by "started_at", "id"', slots: [] },
  'audit/listMatching': {
    sql: 'select * from "audit" where "at" >= $1 and ("type" = coalesce($2, "type") or "type" like $3) and coalesce("client_id", \'\') = coalesce($4, "client_id", \'\') and (coalesce("account_id", \'\') = coalesce($5, "account_id", \'\') or ("type" like \'account.%\' and "detail" = $6)) order by "at" desc, "number" desc limit $7',
    slots: ['since', 'type', 'family', 'clientId', 'accountId', 'username', 'most'],
  },
  'audit/listNewest': { sql: 'select * from "audit" order by "at" desc, "number" desc limit $1', slots: ['most'] },
  'audit/listOldChains': {
    sql: 'select "id" from "audit_chain" where (select "at" from "audit" where "audit"."chain" = "audit_chain"."id" and "audit"."number" = "audit_chain"."swept_number" + 1) < $1',
    slots: ['before'],
  },
  'audit/listRows': {
    sql: 'select * from "audit" where "chain" = $1 and "number" > $2 order by "number" limit 500',
    slots: ['chain', 'after'],
  },
  'audit/listSealed': { sql: 'select "private_key" from "signing_key" order by "created_at" desc limit 2', slots: [] },
  'audit/listSince': {
    sql: 'select * from "audit" where "at" >= $1 order by "at", "chain", "number"',
    slots: ['since'],
  },
  'audit/listStrays': {
    sql: 'select "chain", "number" from "audit" where "chain" not in (select "id" from "audit_chain") limit 1',
    slots: [],
  },
  'audit/lockChain': { sql: 'update "audit_chain" set "named" = "named" where "id" = $1 returning *', slots: ['id'] },
  'audit/moveChain': {
    sql: 'update "audit_chain" set "number" = $1, "hash" = $2, "swept_number" = $3, "swept_hash" = $4, "closed" = $5, "mac" = $6 where "id" = $7 and "mac" = $8 returning "id"',
    slots: ['number', 'hash', 'swept_number', 'swept_hash', 'closed', 'mac', 'id', 'was'],
  },
  'audit/nameChain': { sql: 'update "audit_chain" set "named" = 1 where "id" = $1', slots: ['id'] },
  'audit/removeChain': {
    sql: 'delete from "audit_chain" where "id" = $1 and "mac" = $2 returning "id"',
    slots: ['id', 'was'],
  },
  'audit/removeRows': { sql: 'delete from "audit" where "chain" = $1 and "number" <= $2', slots: ['chain', 'upTo'] },
  'authorizations/add': {
    sql: 'insert into "authorization" ("id", "account_id", "client_id", "rights", "created_at", "ends_at", "remembered", "user_agent", "early_ends", "redirect_uri") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    slots: [
      'id',
      'accountId',
      'clientId',
      'rights',
      'createdAt',
      'endsAt',
      'remembered',
      'userAgent',
      'earlyEnds',
      'redirectUri',
    ],
  },
  'authorizations/endUnheld': {
    sql: 'update "authorization" set "revoked_at" = $1 where "id" = $2 and "revoked_at" is null and not exists (select "id" from "token_family" where "authorization_id" = $3 and "revoked_at" is null and "expires_at" > $4) returning "id"',
    slots: ['now', 'id', 'id', 'now'],
  },
  'authorizations/hold': { sql: 'select "id" from "authorization" where "id" = $1 for update', slots: ['id'] },
  'authorizations/listLive': {
    sql: 'select * from "authorization" where "account_id" = $1 and "client_id" = $2 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $3) order by "created_at" desc limit 100',
    slots: ['accountId', 'clientId', 'now'],
  },
  'authorizations/status': {
    sql: 'select "account"."disabled" as "account_disabled", "account"."username" as "account_username", "account"."valid_after" as "account_valid_after", "token_family"."revoked_at" as "family_revoked_at", "authorization"."id" as "joined_id", "authorization"."client_id" as "joined_client_id", "authorization"."rights" as "joined_rights", "authorization"."created_at" as "joined_created_at", "authorization"."ends_at" as "joined_ends_at", "authorization"."remembered" as "joined_remembered", "authorization"."revoked_at" as "joined_revoked_at", "authorization"."early_ends" as "joined_early_ends", "authorization"."redirect_uri" as "joined_redirect_uri" from "account" left join "authorization" on "authorization"."account_id" = "account"."id" and "authorization"."id" = $1 left join "token_family" on "token_family"."account_id" = "account"."id" and "token_family"."id" = $2 where "account"."id" = $3',
    slots: ['authorizationId', 'familyId', 'accountId'],
  },
  'backfill-emails/fill': {
    sql: 'update "account" set "normalized_email" = $1 where "id" = $2 and "claims" = $3 and "normalized_email" is null',
    slots: ['email', 'id', 'claims'],
  },
  'backfill-emails/findWithout': {
    sql: 'select "id", "claims" from "account" where "id" > $1 and "id" <= $2 and coalesce("normalized_email", $3) = $4 and "claims" like $5 order by "id"',
    slots: ['after', 'last', 'none', 'none', 'pattern'],
  },
  'backfill-emails/last': {
    sql: 'select max("slice"."id") as "last" from (select "id" from "account" where "id" > $1 order by "id" limit 1000) as "slice"',
    slots: ['after'],
  },
  'catalog/allowing': {
    sql: 'select "id" from "client" where ("allow_implicit" != 0 or "allow_password" != 0) and "registration" like $1 limit 1',
    slots: ['pattern'],
  },
  'catalog/apis': {
    sql: 'select "description", "valid_after" from "api" order by "position", "identifier"',
    slots: [],
  },
  'catalog/bump': { sql: 'update "change" set "counter" = "counter" + 1', slots: [] },
  'catalog/counter': { sql: 'select "counter" from "change"', slots: [] },
  'catalog/findClient': {
    sql: 'select "registration", "source", "secret_hash", "disabled", "valid_after", "own_valid_after", "previous_secret_hash", "previous_secret_until" from "client" where "id" = $1',
    slots: ['id'],
  },
  'check-server/facts': {
    sql: 'select version() as "version", clock_timestamp() as "clock", current_setting($1) as "encoding"',
    slots: ['encoding'],
  },
  'code-attempts/count': {
    sql: 'insert into "code_attempt" ("account_id", "browser_hash", "tries", "ends_at", "day_tries", "day_ends_at") select "account"."id", cast($1 as text) as "browser_hash", 1 as "tries", cast($2 as bigint) as "ends_at", 1 as "day_tries", cast($3 as bigint) as "day_ends_at" from "account" where "account"."id" = $4 on conflict ("account_id", "browser_hash") do update set "tries" = case when "code_attempt"."ends_at" <= $5 then 1 else "code_attempt"."tries" + 1 end, "ends_at" = case when "code_attempt"."ends_at" <= $6 then "excluded"."ends_at" else "code_attempt"."ends_at" end, "day_tries" = case when "code_attempt"."day_ends_at" <= $7 then 1 else "code_attempt"."day_tries" + 1 end, "day_ends_at" = case when "code_attempt"."day_ends_at" <= $8 then "excluded"."day_ends_at" else "code_attempt"."day_ends_at" end where (("code_attempt"."ends_at" <= $9 or "code_attempt"."tries" < $10) and ("code_attempt"."day_ends_at" <= $11 or "code_attempt"."day_tries" < $12)) returning "tries"',
    slots: [
      'browserHash',
      'endsAt',
      'dayEndsAt',
      'accountId',
      'now',
      'now',
      'now',
      'now',
      'now',
      'most',
      'now',
      'mostOfDay',
    ],
  },
  'code-attempts/find': {
    sql: 'select "tries", "ends_at", "day_tries", "day_ends_at" from "code_attempt" where "account_id" = $1 and "browser_hash" = $2',
    slots: ['accountId', 'browserHash'],
  },
  'code-attempts/forgive': {
    sql: 'update "code_attempt" set "tries" = "tries" - 1, "day_tries" = "day_tries" - 1 where "account_id" = $1 and "browser_hash" = $2 and "tries" > 0 and "day_tries" > 0',
    slots: ['accountId', 'browserHash'],
  },
  'codes/add': {
    sql: 'insert into "code" ("hash", "client_id", "account_id", "authorization_id", "family_id", "rights", "redirect_uri", "redirect_uri_sent", "code_challenge", "authenticated_at", "expires_at", "used_at", "context") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
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
      'context',
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
  'copy/mark': { sql: 'insert into "setting" ("name", "value") values ($1, \'true\')', slots: ['name'] },
  'copy/unmark': { sql: 'delete from "setting" where "name" = $1', slots: ['name'] },
  'directory-mirror/put': {
    sql: 'insert into "account" ("id", "normalized_username", "source", "created_at", "disabled", "username", "claims", "normalized_email", "credentials_version") values ($1, $2, $3, $4, 0, $5, $6, $7, $8) on conflict ("id") do update set "username" = $9, "claims" = $10, "normalized_email" = $11, "credentials_version" = $12 where "account"."source" = $13 returning "id"',
    slots: [
      'id',
      'key',
      'source',
      'now',
      'username',
      'claims',
      'email',
      'version',
      'username',
      'claims',
      'email',
      'version',
      'source',
    ],
  },
  'directory-mirror/setVersion': {
    sql: 'update "account" set "credentials_version" = $1 where "id" = $2 and "source" = $3 and "credentials_version" != $4 returning "id"',
    slots: ['version', 'id', 'source', 'version'],
  },
  'dynamic-clients/beyondLimit': {
    sql: 'select "id" from "client" where "source" = $1 and "last_used_at" is null order by "created_at" desc limit 1 offset $2',
    slots: ['source', 'most'],
  },
  'dynamic-clients/find': {
    sql: 'select * from "client" where "id" = $1 and "registration_token_hash" = $2',
    slots: ['id', 'token'],
  },
  'dynamic-clients/noteUse': {
    sql: 'update "client" set "last_used_at" = $1 where "id" = $2 and coalesce("last_used_at", 0) < $3',
    slots: ['lastUsedAt', 'id', 'lastUsedAt'],
  },
  'dynamic-clients/remove': {
    sql: 'delete from "client" where "id" = $1 and "registration_token_hash" = $2 returning "id", "last_used_at"',
    slots: ['id', 'token'],
  },
  'dynamic-clients/removeLongUnused': {
    sql: 'delete from "client" where "id" in (select "id" from "client" where "source" = $1 and "last_used_at" < $2 and not exists (select "authorization"."id" from "authorization" where "authorization"."client_id" = "client"."id" and "authorization"."revoked_at" is null and ("authorization"."ends_at" is null or "authorization"."ends_at" > $3)) limit 500) returning "id"',
    slots: ['source', 'before', 'now'],
  },
  'dynamic-clients/removeNeverUsed': {
    sql: 'delete from "client" where "id" in (select "id" from "client" where "source" = $1 and "last_used_at" is null and "created_at" < $2 and not exists (select "authorization"."id" from "authorization" where "authorization"."client_id" = "client"."id" and "authorization"."revoked_at" is null and ("authorization"."ends_at" is null or "authorization"."ends_at" > $3)) limit 500) returning "id"',
    slots: ['source', 'before', 'now'],
  },
  'dynamic-clients/removeOldest': {
    sql: 'delete from "client" where "id" in (select "id" from "client" where "source" = $1 and "last_used_at" is null order by "created_at" desc limit 500 offset $2) and not exists (select "authorization"."id" from "authorization" where "authorization"."client_id" = "client"."id" and "authorization"."revoked_at" is null and ("authorization"."ends_at" is null or "authorization"."ends_at" > $3)) returning "id"',
    slots: ['source', 'kept', 'now'],
  },
  'dynamic-clients/setToken': {
    sql: 'update "client" set "registration_token_hash" = $1 where "id" = $2',
    slots: ['token', 'id'],
  },
  'dynamic-clients/swapToken': {
    sql: 'update "client" set "registration_token_hash" = $1 where "id" = $2 and "registration_token_hash" = $3 returning "id"',
    slots: ['next', 'id', 'token'],
  },
  'epoch/read': { sql: 'select "value" from "setting" where "name" = $1', slots: ['name'] },
  'hash-costs/put': {
    sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = $3',
    slots: ['name', 'value', 'value'],
  },
  'hash-costs/read': { sql: 'select "value" from "setting" where "name" = $1', slots: ['name'] },
  'health/clock': { sql: 'select current_timestamp as "now" from "change"', slots: [] },
  'health/look': {
    sql: 'select 1 as "one" from "setting" where false union all select 1 as "one" from "change" where false union all select 1 as "one" from "signing_key" where false union all select 1 as "one" from "api" where false union all select 1 as "one" from "client" where false union all select 1 as "one" from "initial_access_token" where false union all select 1 as "one" from "account" where false union all select 1 as "one" from "session" where false union all select 1 as "one" from "known_browser" where false union all select 1 as "one" from "session_client" where false union all select 1 as "one" from "logout_delivery" where false union all select 1 as "one" from "used_assertion" where false union all select 1 as "one" from "mail" where false union all select 1 as "one" from "one_time_link" where false union all select 1 as "one" from "passkey" where false union all select 1 as "one" from "totp" where false union all select 1 as "one" from "recovery_code" where false union all select 1 as "one" from "code_attempt" where false union all select 1 as "one" from "trusted_device" where false union all select 1 as "one" from "upstream_identity" where false union all select 1 as "one" from "interaction" where false union all select 1 as "one" from "authorization" where false union all select 1 as "one" from "code" where false union all select 1 as "one" from "token_family" where false union all select 1 as "one" from "access_token" where false union all select 1 as "one" from "revoked_jwt" where false union all select 1 as "one" from "tombstone" where false union all select 1 as "one" from "audit_chain" where false union all select 1 as "one" from "audit" where false',
    slots: [],
  },
  'health/touch': { sql: 'update "setting" set "value" = "value" where "name" = $1', slots: ['name'] },
  'held-counts/authorizations': {
    sql: 'select count(*) as "count" from "authorization" where "revoked_at" is null and ("ends_at" is null or "ends_at" > $1) and ("client_id" = $2 or "account_id" = $3 or "rights" like $4)',
    slots: ['now', 'clientId', 'accountId', 'resource'],
  },
  'held-counts/families': {
    sql: 'select count(*) as "count" from "authorization" inner join "token_family" on "token_family"."authorization_id" = "authorization"."id" where "authorization"."revoked_at" is null and "token_family"."revoked_at" is null and "token_family"."expires_at" > $1 and ("authorization"."client_id" = $2 or "authorization"."account_id" = $3 or "authorization"."rights" like $4)',
    slots: ['now', 'clientId', 'accountId', 'resource'],
  },
  'in-use/others': {
    sql: 'select count(*) as "count" from "pg_stat_activity" where "application_name" = $1 and "datname" = current_database()',
    slots: ['name'],
  },
  'initial-access-tokens/add': {
    sql: 'insert into "initial_access_token" ("id", "hash", "uses_left", "created_at", "expires_at") values ($1, $2, $3, $4, $5)',
    slots: ['id', 'hash', 'usesLeft', 'createdAt', 'expiresAt'],
  },
  'initial-access-tokens/findUsable': {
    sql: 'select "id" from "initial_access_token" where "hash" = $1 and "uses_left" > 0 and "expires_at" > $2',
    slots: ['hash', 'now'],
  },
  'initial-access-tokens/list': {
    sql: 'select "id", "uses_left", "created_at", "expires_at" from "initial_access_token" order by "created_at" desc, "id"',
    slots: [],
  },
  'initial-access-tokens/remove': {
    sql: 'delete from "initial_access_token" where "id" = $1 returning "id"',
    slots: ['id'],
  },
  'initial-access-tokens/use': {
    sql: 'update "initial_access_token" set "uses_left" = "uses_left" - 1 where "hash" = $1 and "uses_left" > 0 and "expires_at" > $2 returning "id"',
    slots: ['hash', 'now'],
  },
  'interactions/add': {
    sql: 'insert into "interaction" ("id", "browser_hash", "parameters", "created_at", "expires_at", "account_id", "address_prefix") values ($1, $2, $3, $4, $5, $6, $7)',
    slots: ['id', 'browserHash', 'parameters', 'createdAt', 'expiresAt', 'accountId', 'addressPrefix'],
  },
  'interactions/count': { sql: 'select count(*) as "rows" from "interaction" where "expires_at" > $1', slots: ['now'] },
  'interactions/find': {
    sql: 'select * from "interaction" where "id" = $1 and "browser_hash" = $2 and "expires_at" > $3',
    slots: ['id', 'browserHash', 'now'],
  },
  'interactions/removeOldestOfAccount': {
    sql: 'delete from "interaction" where "id" in (select "id" from "interaction" where "account_id" = $1 and "id" != $2 order by "expires_at" desc limit 1000 offset $3)',
    slots: ['owner', 'newest', 'most'],
  },
  'interactions/removeOldestOfAddress': {
    sql: 'delete from "interaction" where "id" in (select "id" from "interaction" where "address_prefix" = $1 and "id" != $2 order by "expires_at" desc limit 1000 offset $3)',
    slots: ['owner', 'newest', 'most'],
  },
  'interactions/take': {
    sql: 'delete from "interaction" where "id" = $1 and "browser_hash" = $2 returning "id"',
    slots: ['id', 'browserHash'],
  },
  'invitations/list': {
    sql: 'select * from "one_time_link" where "purpose" = $1 and "expires_at" > $2 and "used_at" is null order by "created_at" desc, "hash"',
    slots: ['purpose', 'now'],
  },
  'invitations/revoke': {
    sql: 'update "one_time_link" set "used_at" = $1 where "hash" = $2 and "purpose" = $3 and "used_at" is null returning "hash"',
    slots: ['now', 'hash', 'purpose'],
  },
  'logout-outbox/claim': {
    sql: 'update "logout_delivery" set "due_at" = $1, "attempts" = "attempts" + 1 where "client_id" = $2 and coalesce("due_at", 0) <= $3 and "sid" in (select "sid" from "logout_delivery" where "client_id" = $4 and "due_at" <= $5 order by "due_at" limit 4) returning *',
    slots: ['leasedUntil', 'clientId', 'now', 'clientId', 'now'],
  },
  'logout-outbox/dueClients': {
    sql: 'with recursive "lane" as (select min("client_id") as "id" from "logout_delivery" union all select (select min("client_id") as "id" from "logout_delivery" where "client_id" > "lane"."id") as "id" from "lane" where "lane"."id" is not null) select "client_id" from (select "lane"."id" as "client_id", (select min("due_at") as "due_at" from "logout_delivery" where "client_id" = "lane"."id") as "due_at" from "lane") as "earliest" where "due_at" <= $1 order by "due_at" limit 500',
    slots: ['now'],
  },
  'logout-outbox/postpone': {
    sql: 'update "logout_delivery" set "due_at" = $1 where "sid" = $2 and "client_id" = $3 and "attempts" = $4',
    slots: ['dueAt', 'sid', 'clientId', 'attempts'],
  },
  'logout-outbox/postponeDue': {
    sql: 'update "logout_delivery" set "due_at" = $1, "attempts" = "attempts" + 1 where "client_id" = $2 and coalesce("due_at", 0) <= $3 and "attempts" >= $4 and "attempts" <= $5 and "sid" in (select "sid" from "logout_delivery" where "client_id" = $6 and "due_at" <= $7 order by "due_at" limit 1000)',
    slots: ['dueAt', 'clientId', 'now', 'from', 'to', 'clientId', 'now'],
  },
  'logout-outbox/remove': {
    sql: 'delete from "logout_delivery" where "sid" = $1 and "client_id" = $2',
    slots: ['sid', 'clientId'],
  },
  'logout-outbox/removeDue': {
    sql: 'delete from "logout_delivery" where "client_id" = $1 and coalesce("due_at", 0) <= $2 and "attempts" >= $3 and "attempts" <= $4 and "sid" in (select "sid" from "logout_delivery" where "client_id" = $5 and "due_at" <= $6 order by "due_at" limit 1000) returning *',
    slots: ['clientId', 'now', 'from', 'to', 'clientId', 'now'],
  },
  'mail/add': {
    sql: 'insert into "mail" ("id", "account_id", "kind", "sealed", "created_at", "due_at", "attempts", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8)',
    slots: ['id', 'accountId', 'kind', 'sealed', 'createdAt', 'dueAt', 'attempts', 'expiresAt'],
  },
  'mail/claim': {
    sql: 'update "mail" set "due_at" = $1, "attempts" = "attempts" + 1 where "due_at" <= $2 and "id" in (select "id" from "mail" where "due_at" <= $3 and "expires_at" > $4 order by "due_at" limit 4) returning *',
    slots: ['leasedUntil', 'now', 'now', 'now'],
  },
  'mail/count': {
    sql: 'select count(*) as "waiting", count("last_error") as "failing", min("created_at") as "oldest", max("last_error") as "error" from "mail" where "sent_at" is null and "expires_at" > $1',
    slots: ['now'],
  },
  'mail/findAccount': { sql: 'select "id" from "account" where "id" = $1', slots: ['id'] },
  'mail/keep': {
    sql: 'update "mail" set "sent_at" = $1, "due_at" = $2, "last_error" = null where "id" = $3',
    slots: ['now', 'never', 'id'],
  },
  'mail/listKept': {
    sql: 'select * from "mail" where "sent_at" is not null order by "created_at" desc, "id" desc limit $1',
    slots: ['most'],
  },
  'mail/postpone': {
    sql: 'update "mail" set "due_at" = $1, "last_error" = $2 where "id" = $3 and "attempts" = $4',
    slots: ['dueAt', 'error', 'id', 'attempts'],
  },
  'mail/remove': { sql: 'delete from "mail" where "id" = $1', slots: ['id'] },
  'mail/removeClaimed': {
    sql: 'delete from "mail" where "id" = $1 and "attempts" = $2 returning "id"',
    slots: ['id', 'attempts'],
  },
  'migrate/addVersion': {
    sql: 'insert into "schema_version" ("version", "applied_at") values ($1, $2)',
    slots: ['version', 'appliedAt'],
  },
  'migrate/noteOldest': {
    sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = $3',
    slots: ['name', 'value', 'value'],
  },
  'narrow-authorizations/find': {
    sql: 'select "id", "rights" from "authorization" where "id" = $1 and "revoked_at" is null',
    slots: ['id'],
  },
  'narrow-authorizations/narrow': {
    sql: 'update "authorization" set "rights" = $1 where "id" = $2 and "rights" = $3 returning "id"',
    slots: ['rights', 'id', 'was'],
  },
  'narrow-authorizations/page': {
    sql: 'select "id", "rights" from "authorization" where "id" > $1 and "rights" like $2 and "revoked_at" is null order by "id" limit 500',
    slots: ['after', 'mention'],
  },
  'narrow-authorizations/remove': {
    sql: 'delete from "authorization" where "id" = $1 and "rights" = $2 returning "id"',
    slots: ['id', 'was'],
  },
  'one-time-links/add': {
    sql: 'insert into "one_time_link" ("hash", "purpose", "account_id", "browser_hash", "sealed", "created_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7)',
    slots: ['hash', 'purpose', 'accountId', 'browserHash', 'sealed', 'createdAt', 'expiresAt'],
  },
  'one-time-links/find': {
    sql: 'select * from "one_time_link" where "hash" = $1 and "purpose" = $2 and "expires_at" > $3 and "used_at" is null',
    slots: ['hash', 'purpose', 'now'],
  },
  'one-time-links/removeOldest': {
    sql: 'delete from "one_time_link" where "hash" in (select "hash" from "one_time_link" where "account_id" = $1 and "purpose" = $2 and "hash" != $3 order by "created_at" desc limit 1000 offset $4)',
    slots: ['accountId', 'purpose', 'newest', 'most'],
  },
  'one-time-links/take': {
    sql: 'update "one_time_link" set "used_at" = $1 where "hash" = $2 and "purpose" = $3 and "expires_at" > $4 and "used_at" is null returning *',
    slots: ['now', 'hash', 'purpose', 'now'],
  },
  'own-account/changeClaims': {
    sql: 'update "account" set "claims" = $1, "updated_at" = $2 where "id" = $3 and "claims" = $4 returning "id"',
    slots: ['claims', 'now', 'id', 'was'],
  },
  'own-account/changePassword': {
    sql: 'update "account" set "password_hash" = $1, "credentials_version" = $2 where "id" = $3 and "disabled" = 0 and coalesce("password_hash", $4) = $5 returning "id"',
    slots: ['passwordHash', 'version', 'id', 'none', 'was'],
  },
  'own-account/dropLinks': {
    sql: 'delete from "one_time_link" where "account_id" = $1 and "purpose" = $2',
    slots: ['id', 'purpose'],
  },
  'own-account/find': { sql: 'select * from "account" where "id" = $1', slots: ['id'] },
  'own-account/listEvents': {
    sql: 'select "chain", "number", "at", "type", "actor", "client_id", "address" from "audit" where "account_id" = $1 and "at" <= $2 and ("at" < $3 or "chain" < $4 or ("chain" = $5 and "number" < $6)) order by "at" desc, "chain" desc, "number" desc limit $7',
    slots: ['id', 'at', 'at', 'chain', 'chain', 'number', 'most'],
  },
  'owner-authorizations/list': {
    sql: 'select * from "authorization" where "account_id" = $1 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $2) order by "created_at" desc limit 500',
    slots: ['accountId', 'now'],
  },
  'owner-authorizations/narrow': {
    sql: 'update "authorization" set "rights" = $1, "early_ends" = $2, "ends_at" = case when ("ends_at" is null or "ends_at" > $3) then $4 else "ends_at" end where "id" = $5 and "account_id" = $6 and "rights" = $7 and "revoked_at" is null returning "id"',
    slots: ['rights', 'earlyEnds', 'endsAt', 'endsAt', 'id', 'accountId', 'was'],
  },
  'owner-authorizations/noteUse': {
    sql: 'update "authorization" set "use_count" = "use_count" + $1, "last_used_at" = $2 where "id" = $3',
    slots: ['times', 'lastUsedAt', 'id'],
  },
  'owner-authorizations/restore': {
    sql: 'update "authorization" set "revoked_at" = null where "id" = $1 and "account_id" = $2 and "revoked_at" = $3 returning "id", "client_id"',
    slots: ['id', 'accountId', 'revokedAt'],
  },
  'owner-authorizations/restoreUnused': {
    sql: 'update "authorization" set "revoked_at" = null where "account_id" = $1 and "created_at" < $2 and "revoked_at" = $3 returning "id", "client_id"',
    slots: ['accountId', 'before', 'revokedAt'],
  },
  'owner-authorizations/revoke': {
    sql: 'update "authorization" set "revoked_at" = $1 where "id" = $2 and "account_id" = $3 and "revoked_at" is null returning "id"',
    slots: ['now', 'id', 'accountId'],
  },
  'owner-authorizations/revokeAll': {
    sql: 'update "authorization" set "revoked_at" = $1 where "account_id" = $2 and "revoked_at" is null returning "id", "client_id"',
    slots: ['now', 'accountId'],
  },
  'owner-authorizations/revokeUnused': {
    sql: 'update "authorization" set "revoked_at" = $1 where "account_id" = $2 and "created_at" < $3 and ("last_used_at" is null or "last_used_at" < $4) and "revoked_at" is null returning "id", "client_id"',
    slots: ['now', 'accountId', 'before', 'before'],
  },
  'passkeys/add': {
    sql: 'insert into "passkey" ("id", "account_id", "public_key", "counter", "transports", "name", "backed_up", "aaguid", "created_at", "last_used_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict ("id") do nothing returning "id"',
    slots: [
      'id',
      'account_id',
      'public_key',
      'counter',
      'transports',
      'name',
      'backed_up',
      'aaguid',
      'created_at',
      'last_used_at',
    ],
  },
  'passkeys/changeVersion': {
    sql: 'update "account" set "credentials_version" = $1 where "id" = $2',
    slots: ['version', 'accountId'],
  },
  'passkeys/count': { sql: 'select count(*) as "amount" from "passkey" where "account_id" = $1', slots: ['accountId'] },
  'passkeys/find': {
    sql: 'select "passkey".*, "account"."username", "account"."claims", "account"."disabled", "account"."password_hash", "account"."credentials_version" from "passkey" inner join "account" on "account"."id" = "passkey"."account_id" where "passkey"."id" = $1',
    slots: ['id'],
  },
  'passkeys/findAccount': {
    sql: 'select "id" from "account" where "id" = $1 and "disabled" = 0',
    slots: ['accountId'],
  },
  'passkeys/findOwned': {
    sql: 'select "id" from "passkey" where "id" = $1 and "account_id" = $2',
    slots: ['id', 'accountId'],
  },
  'passkeys/holdAccount': {
    sql: 'select "id" from "account" where "id" = $1 and "disabled" = 0 for update',
    slots: ['accountId'],
  },
  'passkeys/list': {
    sql: 'select * from "passkey" where "account_id" = $1 order by "created_at", "id" limit 100',
    slots: ['accountId'],
  },
  'passkeys/remove': {
    sql: 'delete from "passkey" where "id" = $1 and "account_id" = $2 and (exists (select "account"."id" from "account" where "account"."id" = $3 and "account"."password_hash" is not null) or exists (select "other"."id" from "passkey" as "other" where "other"."account_id" = $4 and "other"."id" != $5) or exists (select "upstream_identity"."subject" from "upstream_identity" where "upstream_identity"."account_id" = $6)) returning "id"',
    slots: ['id', 'accountId', 'accountId', 'accountId', 'id', 'accountId'],
  },
  'passkeys/rename': {
    sql: 'update "passkey" set "name" = $1 where "id" = $2 and "account_id" = $3 returning "id"',
    slots: ['name', 'id', 'accountId'],
  },
  'passkeys/use': {
    sql: 'update "passkey" set "counter" = $1, "backed_up" = $2, "last_used_at" = $3 where "id" = $4 and ("counter" < $5 or ("counter" = 0 and "counter" = $6)) returning "id"',
    slots: ['counter', 'backedUp', 'now', 'id', 'counter', 'counter'],
  },
  'provisioning-reads/allAccounts': { sql: 'select * from "account" order by "normalized_username"', slots: [] },
  'provisioning-reads/allApis': { sql: 'select * from "api" order by "position", "identifier"', slots: [] },
  'provisioning-reads/allClients': { sql: 'select * from "client" order by "id"', slots: [] },
  'provisioning-reads/fileAccounts': { sql: 'select * from "account" where "source" = \'file\'', slots: [] },
  'provisioning-reads/fileClients': { sql: 'select * from "client" where "source" = \'file\'', slots: [] },
  'provisioning-reads/findAccount': {
    sql: 'select * from "account" where "normalized_username" = $1',
    slots: ['username'],
  },
  'provisioning-reads/findAccountById': { sql: 'select * from "account" where "id" = $1', slots: ['id'] },
  'provisioning-reads/findApi': { sql: 'select * from "api" where "identifier" = $1', slots: ['identifier'] },
  'provisioning-reads/findClient': { sql: 'select * from "client" where "id" = $1', slots: ['id'] },
  'provisioning/countUsers': {
    sql: 'select count(distinct "account_id") as "users" from "authorization" where "client_id" = $1 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $2)',
    slots: ['id', 'now'],
  },
  'provisioning/lockEntries': { sql: 'update "change" set "counter" = "counter" + 1 returning "counter"', slots: [] },
  'provisioning/putAccount': {
    sql: 'insert into "account" ("id", "normalized_username", "created_at", "updated_at", "username", "password_hash", "claims", "normalized_email", "disabled", "source", "source_digest", "source_file", "source_members") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict ("normalized_username") do update set "username" = $14, "password_hash" = coalesce("excluded"."password_hash", "account"."password_hash"), "claims" = $15, "normalized_email" = $16, "disabled" = $17, "source" = $18, "source_digest" = $19, "source_file" = $20, "source_members" = $21, "updated_at" = case when "excluded"."claims" != "account"."claims" then "excluded"."updated_at" else "account"."updated_at" end',
    slots: [
      'id',
      'normalizedUsername',
      'now',
      'now',
      'username',
      'passwordHash',
      'claims',
      'email',
      'disabled',
      'source',
      'digest',
      'file',
      'lines',
      'username',
      'claims',
      'email',
      'disabled',
      'source',
      'digest',
      'file',
      'lines',
    ],
  },
  'provisioning/putAccountOrigin': {
    sql: 'update "account" set "source" = $1, "source_digest" = $2, "source_file" = $3, "source_members" = $4 where "normalized_username" = $5',
    slots: ['source', 'digest', 'file', 'lines', 'id'],
  },
  'provisioning/putApi': {
    sql: 'insert into "api" ("identifier", "position", "description", "source", "source_digest", "source_file", "source_members", "valid_after") values ($1, $2, $3, $4, $5, $6, $7, (select "removed_at" from "tombstone" where "kind" = $8 and "id" = $9)) on conflict ("identifier") do update set "position" = $10, "description" = $11, "source" = $12, "source_digest" = $13, "source_file" = $14, "source_members" = $15',
    slots: [
      'identifier',
      'position',
      'description',
      'source',
      'digest',
      'file',
      'lines',
      'kind',
      'buried',
      'position',
      'description',
      'source',
      'digest',
      'file',
      'lines',
    ],
  },
  'provisioning/putApiOrigin': {
    sql: 'update "api" set "source" = $1, "source_digest" = $2, "source_file" = $3, "source_members" = $4 where "identifier" = $5',
    slots: ['source', 'digest', 'file', 'lines', 'id'],
  },
  'provisioning/putClient': {
    sql: 'insert into "client" ("id", "created_at", "valid_after", "own_valid_after", "registration", "secret_hash", "allow_implicit", "allow_password", "disabled", "source", "source_digest", "source_file", "source_members") values ($1, $2, (select "removed_at" from "tombstone" where "kind" = $3 and "id" = $4), (select "removed_at" from "tombstone" where "kind" = $5 and "id" = $6), $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict ("id") do update set "registration" = $16, "secret_hash" = $17, "allow_implicit" = $18, "allow_password" = $19, "disabled" = $20, "source" = $21, "source_digest" = $22, "source_file" = $23, "source_members" = $24, "own_valid_after" = case when "excluded"."secret_hash" != "client"."secret_hash" then $25 else "client"."own_valid_after" end, "previous_secret_hash" = case when "excluded"."secret_hash" != "client"."secret_hash" then null else "client"."previous_secret_hash" end',
    slots: [
      'id',
      'now',
      'kind',
      'id',
      'kind',
      'id',
      'registration',
      'secretHash',
      'allowImplicit',
      'allowPassword',
      'disabled',
      'source',
      'digest',
      'file',
      'lines',
      'registration',
      'secretHash',
      'allowImplicit',
      'allowPassword',
      'disabled',
      'source',
      'digest',
      'file',
      'lines',
      'now',
    ],
  },
  'provisioning/putClientOrigin': {
    sql: 'update "client" set "source" = $1, "source_digest" = $2, "source_file" = $3, "source_members" = $4 where "id" = $5',
    slots: ['source', 'digest', 'file', 'lines', 'id'],
  },
  'provisioning/removeAccount': { sql: 'delete from "account" where "id" = $1 returning "id"', slots: ['id'] },
  'provisioning/removeApi': { sql: 'delete from "api" where "identifier" = $1 returning "identifier"', slots: ['id'] },
  'provisioning/removeClient': { sql: 'delete from "client" where "id" = $1 returning "id"', slots: ['id'] },
  'provisioning/removeUnusedClient': {
    sql: 'delete from "client" where "id" = $1 and not exists (select "id" from "authorization" where "client_id" = $2 and "revoked_at" is null and ("ends_at" is null or "ends_at" > $3)) returning "id"',
    slots: ['id', 'id', 'now'],
  },
  'provisioning/requireSecondFactor': {
    sql: 'update "account" set "second_factor_required" = $1 where "normalized_username" = $2 returning "id"',
    slots: ['required', 'username'],
  },
  'provisioning/retireAccount': {
    sql: 'update "account" set "disabled" = 1, "source_digest" = null, "source_members" = $1 where "normalized_username" = $2 returning "id"',
    slots: ['lines', 'username'],
  },
  'provisioning/retireClient': {
    sql: 'update "client" set "disabled" = 1, "source_digest" = null, "source_members" = $1 where "id" = $2 returning "id"',
    slots: ['lines', 'id'],
  },
  'provisioning/revokeOfClient': {
    sql: 'update "authorization" set "revoked_at" = $1 where "client_id" = $2 and "revoked_at" is null',
    slots: ['now', 'id'],
  },
  'provisioning/setDisabled': {
    sql: 'update "account" set "disabled" = $1 where "normalized_username" = $2 returning "id"',
    slots: ['disabled', 'username'],
  },
  'provisioning/setPasswordHash': {
    sql: 'update "account" set "password_hash" = $1 where "normalized_username" = $2 returning "id"',
    slots: ['passwordHash', 'username'],
  },
  'raise-epoch/write': {
    sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = $3',
    slots: ['name', 'value', 'value'],
  },
  'remove-account/dropFamilies': {
    sql: 'delete from "token_family" where "authorization_id" = $1',
    slots: ['authorizationId'],
  },
  'remove-account/dropInteractions': { sql: 'delete from "interaction" where "account_id" = $1', slots: ['id'] },
  'remove-account/dropMail': { sql: 'delete from "mail" where "account_id" = $1', slots: ['id'] },
  'remove-account/listAuthorizations': {
    sql: 'select "id" from "authorization" where "account_id" = $1',
    slots: ['id'],
  },
  'revocation-writes/bury': {
    sql: 'insert into "tombstone" ("kind", "id", "removed_at") values ($1, $2, $3) on conflict ("kind", "id") do update set "removed_at" = $4',
    slots: ['kind', 'id', 'now', 'now'],
  },
  'revocation-writes/cutAccount': {
    sql: 'update "account" set "valid_after" = $1 where "normalized_username" = $2 returning "id"',
    slots: ['now', 'username'],
  },
  'revocation-writes/cutClient': {
    sql: 'update "client" set "valid_after" = $1, "own_valid_after" = $2 where "id" = $3 returning "id"',
    slots: ['now', 'now', 'id'],
  },
  'revocation-writes/endAuthorizations': {
    sql: 'update "authorization" set "revoked_at" = $1 where "account_id" = $2 and "revoked_at" is null',
    slots: ['now', 'accountId'],
  },
  'revocation-writes/endSessions': { sql: 'delete from "session" where "account_id" = $1', slots: ['accountId'] },
  'revocation-writes/overlapSecret': {
    sql: 'update "client" set "secret_hash" = $1, "previous_secret_hash" = "secret_hash", "previous_secret_until" = $2 where "id" = $3 returning "id"',
    slots: ['secretHash', 'until', 'id'],
  },
  'revocation-writes/replaceSecret': {
    sql: 'update "client" set "secret_hash" = $1, "own_valid_after" = $2, "previous_secret_hash" = null, "previous_secret_until" = null where "id" = $3 returning "id"',
    slots: ['secretHash', 'validAfter', 'id'],
  },
  'schema-state/settings': { sql: 'select * from "setting" where "name" in ($1, $2)', slots: ['oldest', 'unfinished'] },
  'schema-state/versions': { sql: 'select * from "schema_version" order by "version"', slots: [] },
  'second-factors/addCode': {
    sql: 'insert into "recovery_code" ("hash", "account_id", "created_at", "used_at") values ($1, $2, $3, null)',
    slots: ['hash', 'accountId', 'now'],
  },
  'second-factors/find': {
    sql: 'select "account"."second_factor_required", "totp"."secret", "totp"."created_at", (select count(*) as "rows" from "recovery_code" where "recovery_code"."account_id" = "account"."id") as "codes", (select count(*) as "rows" from "recovery_code" where "recovery_code"."account_id" = "account"."id" and "recovery_code"."used_at" is null) as "left", (select count(*) as "rows" from "passkey" where "passkey"."account_id" = "account"."id") as "passkeys" from "account" left join "totp" on "totp"."account_id" = "account"."id" where "account"."id" = $1',
    slots: ['accountId'],
  },
  'second-factors/hold': {
    sql: 'update "account" set "credentials_version" = "credentials_version" where "id" = $1 returning "password_hash", "credentials_version"',
    slots: ['accountId'],
  },
  'second-factors/putTotp': {
    sql: 'insert into "totp" ("account_id", "secret", "last_step", "created_at") values ($1, $2, $3, $4) on conflict ("account_id") do update set "secret" = $5, "last_step" = $6, "created_at" = $7',
    slots: ['accountId', 'sealed', 'step', 'now', 'sealed', 'step', 'now'],
  },
  'second-factors/removeCodes': { sql: 'delete from "recovery_code" where "account_id" = $1', slots: ['accountId'] },
  'second-factors/removeTotp': { sql: 'delete from "totp" where "account_id" = $1', slots: ['accountId'] },
  'second-factors/setVersion': {
    sql: 'update "account" set "credentials_version" = $1 where "id" = $2',
    slots: ['version', 'accountId'],
  },
  'second-factors/useRecoveryCode': {
    sql: 'update "recovery_code" set "used_at" = $1 where "hash" = $2 and "account_id" = $3 and "used_at" is null returning "hash"',
    slots: ['now', 'hash', 'accountId'],
  },
  'second-factors/useStep': {
    sql: 'update "totp" set "last_step" = $1 where "account_id" = $2 and "last_step" < $3 returning "account_id"',
    slots: ['step', 'accountId', 'step'],
  },
  'session-clients/extend': {
    sql: 'update "session_client" set "expires_at" = $1 where "sid" = $2',
    slots: ['expiresAt', 'sid'],
  },
  'session-clients/note': {
    sql: 'insert into "session_client" ("sid", "client_id", "account_id", "back_channel", "expires_at") values ($1, $2, $3, $4, $5) on conflict ("sid", "client_id") do update set "back_channel" = $6, "expires_at" = $7',
    slots: ['sid', 'clientId', 'accountId', 'backChannel', 'expiresAt', 'backChannel', 'expiresAt'],
  },
  'session-clients/queueAccount': {
    sql: 'insert into "logout_delivery" ("sid", "client_id", "account_id", "due_at", "attempts") select "sid", "client_id", "account_id", 0 as "due_at", 0 as "attempts" from "session_client" where "account_id" = $1 and "sid" != $2 and "back_channel" = 1 on conflict ("sid", "client_id") do nothing returning "client_id"',
    slots: ['accountId', 'kept'],
  },
  'session-clients/queueAll': {
    sql: 'insert into "logout_delivery" ("sid", "client_id", "account_id", "due_at", "attempts") select "sid", "client_id", "account_id", 0 as "due_at", 0 as "attempts" from "session_client" where "back_channel" = 1 on conflict ("sid", "client_id") do nothing',
    slots: [],
  },
  'session-clients/queueSession': {
    sql: 'insert into "logout_delivery" ("sid", "client_id", "account_id", "due_at", "attempts") select "sid", "client_id", "account_id", 0 as "due_at", 0 as "attempts" from "session_client" where "sid" = $1 and "back_channel" = 1 on conflict ("sid", "client_id") do nothing returning "client_id"',
    slots: ['sid'],
  },
  'session-clients/takeAccount': {
    sql: 'delete from "session_client" where "account_id" = $1 and "sid" != $2',
    slots: ['accountId', 'kept'],
  },
  'session-clients/takeAll': { sql: 'delete from "session_client"', slots: [] },
  'session-clients/takeSession': {
    sql: 'delete from "session_client" where "sid" = $1 returning "client_id"',
    slots: ['sid'],
  },
  'sessions/add': {
    sql: 'insert into "session" ("hash", "account_id", "browser_hash", "user_agent", "authenticated_at", "last_seen_at", "expires_at", "context", "last_address") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    slots: [
      'hash',
      'account_id',
      'browser_hash',
      'user_agent',
      'authenticated_at',
      'last_seen_at',
      'expires_at',
      'context',
      'last_address',
    ],
  },
  'sessions/end': { sql: 'delete from "session" where "hash" = $1 returning "context"', slots: ['hash'] },
  'sessions/endOne': {
    sql: 'delete from "session" where "hash" = $1 and "account_id" = $2 returning "context"',
    slots: ['hash', 'accountId'],
  },
  'sessions/endOthers': {
    sql: 'delete from "session" where "account_id" = $1 and "hash" != $2 returning "hash"',
    slots: ['accountId', 'hash'],
  },
  'sessions/find': {
    sql: 'select "session".*, "account"."id", "account"."username", "account"."claims", "account"."disabled", "account"."terms_version" from "session" inner join "account" on "account"."id" = "session"."account_id" where "session"."hash" = $1',
    slots: ['hash'],
  },
  'sessions/findAccount': {
    sql: 'select "password_hash", "credentials_version" from "account" where "id" = $1 and "disabled" = 0',
    slots: ['accountId'],
  },
  'sessions/findBrowser': {
    sql: 'select "account_id" from "known_browser" where "browser_hash" = $1 and "account_id" = $2',
    slots: ['browserHash', 'accountId'],
  },
  'sessions/findContext': { sql: 'select "context" from "session" where "hash" = $1', slots: ['hash'] },
  'sessions/holdAccount': {
    sql: 'select "password_hash", "credentials_version" from "account" where "id" = $1 and "disabled" = 0 for share',
    slots: ['accountId'],
  },
  'sessions/list': {
    sql: 'select * from "session" where "account_id" = $1 and "expires_at" > $2 order by "last_seen_at" desc limit 100',
    slots: ['accountId', 'now'],
  },
  'sessions/noteBrowser': {
    sql: 'insert into "known_browser" ("browser_hash", "account_id", "last_login_at") values ($1, $2, $3) on conflict ("browser_hash", "account_id") do update set "last_login_at" = $4',
    slots: ['browserHash', 'accountId', 'now', 'now'],
  },
  'sessions/removeOld': {
    sql: 'delete from "session" where "hash" in (select "hash" from "session" where "account_id" = $1 and "hash" != $2 order by "last_seen_at" desc limit 1000 offset 49) returning "context"',
    slots: ['accountId', 'newest'],
  },
  'sessions/removeOldBrowsers': {
    sql: 'delete from "known_browser" where "account_id" = $1 and "browser_hash" in (select "other"."browser_hash" from "known_browser" as "other" where "other"."account_id" = $2 and "other"."browser_hash" != $3 order by "other"."last_login_at" desc limit 1000 offset 49)',
    slots: ['accountId', 'accountId', 'newest'],
  },
  'sessions/touch': {
    sql: 'update "session" set "last_seen_at" = $1, "last_address" = coalesce($2, "last_address") where "hash" = $3',
    slots: ['now', 'address', 'hash'],
  },
  'sign-ups/acceptTerms': {
    sql: 'update "account" set "terms_version" = $1, "terms_accepted_at" = $2 where "id" = $3 returning "id"',
    slots: ['version', 'now', 'id'],
  },
  'sign-ups/add': {
    sql: 'insert into "account" ("id", "username", "normalized_username", "normalized_email", "password_hash", "credentials_version", "claims", "disabled", "source", "terms_version", "terms_accepted_at", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12) on conflict ("normalized_username") do nothing returning "id", "username", "claims", "disabled", "password_hash", "credentials_version"',
    slots: [
      'id',
      'username',
      'normalizedUsername',
      'email',
      'passwordHash',
      'version',
      'claims',
      'source',
      'terms',
      'acceptedAt',
      'now',
      'now',
    ],
  },
  'sign-ups/findClaims': { sql: 'select "claims", "disabled" from "account" where "id" = $1', slots: ['id'] },
  'sign-ups/findHolder': {
    sql: 'select "id" from "account" where ("normalized_username" = $1 or "normalized_email" = $2) limit 1',
    slots: ['username', 'email'],
  },
  'sign-ups/findTerms': { sql: 'select "terms_version" from "account" where "id" = $1', slots: ['id'] },
  'sign-ups/setClaims': {
    sql: 'update "account" set "claims" = $1, "updated_at" = $2 where "id" = $3 and "claims" = $4 returning "id"',
    slots: ['after', 'now', 'id', 'before'],
  },
  'signing-keys/add': {
    sql: 'insert into "signing_key" ("id", "algorithm", "private_key", "created_at", "active_from", "removed_at") values ($1, $2, $3, $4, $5, null)',
    slots: ['id', 'algorithm', 'privateKey', 'createdAt', 'activeFrom'],
  },
  'signing-keys/begin': {
    sql: 'insert into "setting" ("name", "value") values ($1, \'\') on conflict ("name") do nothing',
    slots: ['name'],
  },
  'signing-keys/distrust': {
    sql: 'update "signing_key" set "removed_at" = $1 where "algorithm" = $2 and "id" != $3 and ("removed_at" is null or "removed_at" > $4)',
    slots: ['removedAt', 'algorithm', 'except', 'removedAt'],
  },
  'signing-keys/dropPending': {
    sql: 'update "signing_key" set "removed_at" = $1 where "algorithm" = $2 and "active_from" > $3 and ("removed_at" is null or "removed_at" > $4)',
    slots: ['removedAt', 'algorithm', 'activeFrom', 'removedAt'],
  },
  'signing-keys/list': {
    sql: 'select * from "signing_key" where ("removed_at" is null or "removed_at" > $1) order by "active_from"',
    slots: ['now'],
  },
  'signing-keys/newestActive': {
    sql: 'select max("active_from") as "at" from "signing_key" where "algorithm" = $1 and "active_from" <= $2 and ("removed_at" is null or "removed_at" > $3)',
    slots: ['algorithm', 'by', 'now'],
  },
  'signing-keys/readSetting': { sql: 'select "value" from "setting" where "name" = $1', slots: ['name'] },
  'signing-keys/reseal': {
    sql: 'update "signing_key" set "private_key" = $1 where "id" = $2 and "private_key" = $3',
    slots: ['privateKey', 'id', 'was'],
  },
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
  'support/endSessions': {
    sql: 'delete from "session" where "account_id" = $1 and "hash" = coalesce($2, "hash") returning "context"',
    slots: ['accountId', 'hash'],
  },
  'support/listAuthorizations': {
    sql: 'select "authorization".*, "account"."username" from "authorization" inner join "account" on "account"."id" = "authorization"."account_id" where ("authorization"."account_id" = $1 or "authorization"."client_id" = $2) and "authorization"."account_id" = coalesce($3, "authorization"."account_id") and "authorization"."client_id" = coalesce($4, "authorization"."client_id") and "authorization"."revoked_at" is null and "authorization"."created_at" > $5 and ("authorization"."ends_at" is null or "authorization"."ends_at" > $6) order by "authorization"."created_at" desc limit 1000',
    slots: ['accountId', 'clientId', 'accountId', 'clientId', 'epoch', 'now'],
  },
  'support/revokeOf': {
    sql: 'update "authorization" set "revoked_at" = $1 where ("account_id" = $2 or "client_id" = $3) and "account_id" = coalesce($4, "account_id") and "client_id" = coalesce($5, "client_id") and "revoked_at" is null returning "id"',
    slots: ['now', 'accountId', 'clientId', 'accountId', 'clientId'],
  },
  'support/revokeOne': {
    sql: 'update "authorization" set "revoked_at" = $1 where "id" = $2 and "revoked_at" is null returning "id"',
    slots: ['now', 'id'],
  },
  'sweep-places/read': { sql: 'select "value" from "setting" where "name" = $1', slots: ['name'] },
  'sweep-places/store': {
    sql: 'insert into "setting" ("name", "value") values ($1, $2) on conflict ("name") do update set "value" = $3',
    slots: ['name', 'value', 'value'],
  },
  'sweep-slices/accessToken': {
    sql: 'delete from "access_token" where "hash" > $1 and "hash" <= $2 and "account_id" is not null and not exists (select "account"."id" from "account" where "account"."id" = "access_token"."account_id") returning "hash"',
    slots: ['after', 'last'],
  },
  'sweep-slices/authorization': {
    sql: 'delete from "authorization" where "id" > $1 and "id" <= $2 and ("revoked_at" < $3 or (coalesce("last_used_at", "created_at") < $4 and exists (select "newer"."id" from "authorization" as "newer" where "newer"."account_id" = "authorization"."account_id" and "newer"."client_id" = "authorization"."client_id" and "newer"."rights" = "authorization"."rights" and "newer"."remembered" >= "authorization"."remembered" and "newer"."created_at" > "authorization"."created_at" and "newer"."revoked_at" is null and "newer"."ends_at" is null))) returning "id"',
    slots: ['after', 'last', 'revokedBefore', 'unusedBefore'],
  },
  'sweep-slices/browser': {
    sql: 'delete from "known_browser" where "browser_hash" > $1 and "browser_hash" <= $2 and "last_login_at" < $3 returning "browser_hash"',
    slots: ['after', 'last', 'browserBefore'],
  },
  'sweep-slices/code': {
    sql: 'delete from "code" where "hash" > $1 and "hash" <= $2 and not exists (select "account"."id" from "account" where "account"."id" = "code"."account_id") returning "hash"',
    slots: ['after', 'last'],
  },
  'sweep-slices/family': {
    sql: 'delete from "token_family" where "id" > $1 and "id" <= $2 and ("revoked_at" < $3 or "rotated_at" < $4 or not exists (select "account"."id" from "account" where "account"."id" = "token_family"."account_id")) returning "id"',
    slots: ['after', 'last', 'revokedBefore', 'idleBefore'],
  },
  'sweep-slices/lastAccessToken': {
    sql: 'select max("slice"."hash") as "last" from (select "hash" from "access_token" where "hash" > $1 order by "hash" limit 1000) as "slice"',
    slots: ['after'],
  },
  'sweep-slices/lastAuthorization': {
    sql: 'select max("slice"."id") as "last" from (select "id" from "authorization" where "id" > $1 order by "id" limit 1000) as "slice"',
    slots: ['after'],
  },
  'sweep-slices/lastBrowser': {
    sql: 'select max("slice"."browser_hash") as "last" from (select "browser_hash" from "known_browser" where "browser_hash" > $1 order by "browser_hash" limit 1000) as "slice"',
    slots: ['after'],
  },
  'sweep-slices/lastCode': {
    sql: 'select max("slice"."hash") as "last" from (select "hash" from "code" where "hash" > $1 order by "hash" limit 1000) as "slice"',
    slots: ['after'],
  },
  'sweep-slices/lastFamily': {
    sql: 'select max("slice"."id") as "last" from (select "id" from "token_family" where "id" > $1 order by "id" limit 1000) as "slice"',
    slots: ['after'],
  },
  'sweep/access_token': {
    sql: 'delete from "access_token" where "hash" in (select "hash" from "access_token" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'sweep/authorization': {
    sql: 'delete from "authorization" where "id" in (select "id" from "authorization" where "ends_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/code': {
    sql: 'delete from "code" where "hash" in (select "hash" from "code" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'sweep/code_attempt': {
    sql: 'delete from "code_attempt" where "account_id" in (select "account_id" from "code_attempt" where "day_ends_at" < $1 limit 200) and "day_ends_at" < $2 returning "account_id"',
    slots: ['before', 'before'],
  },
  'sweep/initial_access_token': {
    sql: 'delete from "initial_access_token" where "id" in (select "id" from "initial_access_token" where "expires_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/interaction': {
    sql: 'delete from "interaction" where "id" in (select "id" from "interaction" where "expires_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/mail': {
    sql: 'delete from "mail" where "id" in (select "id" from "mail" where "expires_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/one_time_link': {
    sql: 'delete from "one_time_link" where "hash" in (select "hash" from "one_time_link" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'sweep/revoked_jwt': {
    sql: 'delete from "revoked_jwt" where "id" in (select "id" from "revoked_jwt" where "expires_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/session': {
    sql: 'delete from "session" where "hash" in (select "hash" from "session" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'sweep/session_client': {
    sql: 'delete from "session_client" where "sid" in (select "sid" from "session_client" where "expires_at" < $1 limit 200) and "expires_at" < $2 returning "sid"',
    slots: ['before', 'before'],
  },
  'sweep/signing_key': { sql: 'delete from "signing_key" where "removed_at" < $1 returning "id"', slots: ['before'] },
  'sweep/token_family': {
    sql: 'delete from "token_family" where "id" in (select "id" from "token_family" where "expires_at" < $1 limit 200) returning "id"',
    slots: ['before'],
  },
  'sweep/trusted_device': {
    sql: 'delete from "trusted_device" where "hash" in (select "hash" from "trusted_device" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'sweep/used_assertion': {
    sql: 'delete from "used_assertion" where "hash" in (select "hash" from "used_assertion" where "expires_at" < $1 limit 200) returning "hash"',
    slots: ['before'],
  },
  'token-families/add': {
    sql: 'insert into "token_family" ("id", "client_id", "account_id", "authorization_id", "rights", "authenticated_at", "generation", "rotated_at", "expires_at", "revoked_at", "used_from", "context") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
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
      'used_from',
      'context',
    ],
  },
  'token-families/find': { sql: 'select * from "token_family" where "id" = $1', slots: ['id'] },
  'token-families/findWithStatus': {
    sql: 'select "token_family".*, "account"."disabled", "account"."username", "account"."valid_after" as "account_valid_after", "authorization"."id" as "joined_id", "authorization"."client_id" as "joined_client_id", "authorization"."rights" as "joined_rights", "authorization"."created_at" as "joined_created_at", "authorization"."ends_at" as "joined_ends_at", "authorization"."remembered" as "joined_remembered", "authorization"."revoked_at" as "joined_revoked_at", "authorization"."early_ends" as "joined_early_ends", "authorization"."redirect_uri" as "joined_redirect_uri" from "token_family" left join "account" on "account"."id" = "token_family"."account_id" left join "authorization" on "authorization"."account_id" = "token_family"."account_id" and "authorization"."id" = "token_family"."authorization_id" where "token_family"."id" = $1',
    slots: ['id'],
  },
  'token-families/hold': {
    sql: 'select "token_family".*, "account"."disabled", "account"."username", "account"."valid_after" as "account_valid_after", "authorization"."id" as "joined_id", "authorization"."client_id" as "joined_client_id", "authorization"."rights" as "joined_rights", "authorization"."created_at" as "joined_created_at", "authorization"."ends_at" as "joined_ends_at", "authorization"."remembered" as "joined_remembered", "authorization"."revoked_at" as "joined_revoked_at", "authorization"."early_ends" as "joined_early_ends", "authorization"."redirect_uri" as "joined_redirect_uri" from "token_family" left join "account" on "account"."id" = "token_family"."account_id" left join "authorization" on "authorization"."account_id" = "token_family"."account_id" and "authorization"."id" = "token_family"."authorization_id" where "token_family"."id" = $1 for update of "token_family"',
    slots: ['id'],
  },
  'token-families/revoke': {
    sql: 'update "token_family" set "revoked_at" = $1 where "id" = $2 and "revoked_at" is null',
    slots: ['now', 'id'],
  },
  'token-families/rotate': {
    sql: 'update "token_family" set "generation" = $1, "rotated_at" = $2, "used_from" = $3 where "id" = $4 and "generation" = $5 and "revoked_at" is null',
    slots: ['to', 'now', 'usedFrom', 'id', 'from'],
  },
  'trim-authorizations/dropFamilies': {
    sql: 'delete from "token_family" where "id" in (select "family"."id" from (select "id" from "authorization" where "account_id" = $1 limit $2) as "some" inner join "token_family" as "family" on "family"."authorization_id" = "some"."id" limit $3) returning "id"',
    slots: ['id', 'most', 'most'],
  },
  'trim-authorizations/dropOfAccount': {
    sql: 'delete from "authorization" where "id" in (select "some"."id" from "authorization" as "some" where "some"."account_id" = $1 limit $2) and not exists (select "token_family"."id" from "token_family" where "token_family"."authorization_id" = "authorization"."id") returning "id"',
    slots: ['id', 'most'],
  },
  'trim-authorizations/dropOfClient': {
    sql: 'delete from "authorization" where "id" in (select "some"."id" from "authorization" as "some" where "some"."client_id" = $1 limit $2) returning "id"',
    slots: ['id', 'most'],
  },
  'trim-authorizations/families': {
    sql: 'select "token_family"."id" from "authorization" inner join "token_family" on "token_family"."authorization_id" = "authorization"."id" where "authorization"."account_id" = $1 limit $2',
    slots: ['id', 'most'],
  },
  'trim-authorizations/ofAccount': {
    sql: 'select "id" from "authorization" where "account_id" = $1 limit $2',
    slots: ['id', 'most'],
  },
  'trim-authorizations/ofClient': {
    sql: 'select "id" from "authorization" where "client_id" = $1 limit $2',
    slots: ['id', 'most'],
  },
  'trusted-devices/add': {
    sql: 'insert into "trusted_device" ("hash", "account_id", "user_agent", "created_at", "last_used_at", "expires_at") values ($1, $2, $3, $4, $5, $6) on conflict ("hash") do update set "expires_at" = $7',
    slots: ['hash', 'account_id', 'user_agent', 'created_at', 'last_used_at', 'expires_at', 'expires_at'],
  },
  'trusted-devices/endAll': {
    sql: 'delete from "trusted_device" where "account_id" = $1 returning "hash"',
    slots: ['accountId'],
  },
  'trusted-devices/endOne': {
    sql: 'delete from "trusted_device" where "account_id" = $1 and "hash" = $2 returning "hash"',
    slots: ['accountId', 'hash'],
  },
  'trusted-devices/list': {
    sql: 'select * from "trusted_device" where "account_id" = $1 and "expires_at" > $2 order by "last_used_at" desc limit 100',
    slots: ['accountId', 'now'],
  },
  'trusted-devices/removeOld': {
    sql: 'delete from "trusted_device" where "hash" in (select "hash" from "trusted_device" where "account_id" = $1 and "hash" != $2 order by "last_used_at" desc limit 1000 offset 19)',
    slots: ['accountId', 'newest'],
  },
  'trusted-devices/use': {
    sql: 'update "trusted_device" set "last_used_at" = $1 where "hash" = $2 and "account_id" = $3 and "expires_at" > $4 returning "hash"',
    slots: ['now', 'hash', 'accountId', 'now'],
  },
  'upstream/add': {
    sql: 'insert into "upstream_identity" ("provider", "subject", "account_id", "claims", "created_at", "last_used_at") values ($1, $2, $3, $4, $5, $6) on conflict ("provider", "subject") do nothing returning "account_id"',
    slots: ['provider', 'subject', 'accountId', 'claims', 'now', 'usedAt'],
  },
  'upstream/addAccount': {
    sql: 'insert into "account" ("id", "username", "normalized_username", "normalized_email", "claims", "disabled", "source", "credentials_version", "created_at") values ($1, $2, $3, $4, $5, 0, $6, $7, $8) on conflict ("normalized_username") do nothing returning "id"',
    slots: ['id', 'username', 'normalizedUsername', 'normalizedEmail', 'claims', 'source', 'version', 'now'],
  },
  'upstream/countPasskeys': { sql: 'select "id" from "passkey" where "account_id" = $1 limit 1', slots: ['accountId'] },
  'upstream/find': {
    sql: 'select "account"."id", "account"."username", "account"."claims", "account"."disabled", "account"."password_hash", "account"."credentials_version" from "upstream_identity" inner join "account" on "account"."id" = "upstream_identity"."account_id" where "provider" = $1 and "subject" = $2',
    slots: ['provider', 'subject'],
  },
  'upstream/findEmail': {
    sql: 'select "claims" from "account" where "normalized_email" = $1 limit 20',
    slots: ['email'],
  },
  'upstream/list': {
    sql: 'select * from "upstream_identity" where "account_id" = $1 order by "created_at", "provider" limit 100',
    slots: ['accountId'],
  },
  'upstream/noteLogin': {
    sql: 'update "upstream_identity" set "claims" = $1, "last_used_at" = $2 where "provider" = $3 and "subject" = $4',
    slots: ['claims', 'now', 'provider', 'subject'],
  },
  'upstream/remove': {
    sql: 'delete from "upstream_identity" where "account_id" = $1 and "provider" = $2 and "subject" = $3 returning "subject"',
    slots: ['accountId', 'provider', 'subject'],
  },
  'upstream/setClaims': {
    sql: 'update "account" set "claims" = $1, "updated_at" = $2 where "id" = $3',
    slots: ['claims', 'now', 'id'],
  },
  'upstream/setVersion': {
    sql: 'update "account" set "credentials_version" = $1 where "id" = $2 and "disabled" = 0 returning "id", "password_hash"',
    slots: ['version', 'id'],
  },
  'used-once/spend': {
    sql: 'insert into "used_assertion" ("hash", "expires_at") values ($1, $2) on conflict ("hash") do nothing returning "hash"',
    slots: ['hash', 'expiresAt'],
  },
  'usernames/find': { sql: 'select "username" from "account" where "id" = $1', slots: ['id'] },
}
