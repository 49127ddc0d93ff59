import type { Generated } from 'kysely'

/** Every table, as both engines hold it: moments are milliseconds, flags 0 or 1, lists JSON text. */
export interface Schema {
  schema_version: { version: number; applied_at: number }
  setting: { name: string; value: string }
  change: { id: number; counter: number }
  signing_key: SigningKeyTable
  api: ApiTable
  client: ClientTable
  account: AccountTable
  session: SessionTable
  known_browser: { browser_hash: string; account_id: string; last_login_at: number }
  interaction: InteractionTable
  authorization: AuthorizationTable
  code: CodeTable
  token_family: TokenFamilyTable
  access_token: AccessTokenTable
  revoked_jwt: { id: string; expires_at: number }
  tombstone: TombstoneTable
  audit_chain: AuditChainTable
  audit: AuditTable
}

interface SigningKeyTable {
  id: string
  algorithm: string
  /** PKCS #8, encrypted under a key derived from the server's secret. */
  private_key: string
  created_at: number
  active_from: number
  /** When its last token has ended; null for as long as it may sign. */
  removed_at: number | null
}

interface ApiTable {
  identifier: string
  position: number
  description: string
  source: string
  source_digest: string | null
  /** What was granted for the API until then is void: an API of the same identifier was removed then. */
  valid_after: number | null
  /** The name of the file that the entry belongs to; null for an entry of a command. */
  source_file: string | null
  /** Fingerprints of the entry's lines as JSON, with the `source_digest` that they belong to. */
  source_members: string | null
}

interface ClientTable {
  id: string
  /** The client's metadata as JSON, RFC 7591 names and ours. */
  registration: string
  secret_hash: string | null
  /** Not 0 for a client with an insecure option; see `putClient`. */
  allow_implicit: number
  allow_password: number
  disabled: number
  source: string
  source_digest: string | null
  source_file: string | null
  source_members: string | null
  created_at: number
  /** Every token of the client that was issued until then is revoked. */
  valid_after: number | null
  /** The same for the tokens that the client got for itself. */
  own_valid_after: number | null
  /** The secret before the last rotation, valid until `previous_secret_until`. */
  previous_secret_hash: string | null
  previous_secret_until: number | null
}

interface AccountTable {
  id: string
  username: string
  normalized_username: string
  password_hash: string | null
  /** OIDC claims as JSON. */
  claims: string
  disabled: number
  source: string
  source_digest: string | null
  source_file: string | null
  source_members: string | null
  created_at: number
  /** Every token of the account that was issued until then is revoked. */
  valid_after: number | null
  /** Changes with a credential that is kept elsewhere than in `password_hash`; null for none. */
  credentials_version: string | null
}

interface SessionTable {
  hash: string
  account_id: string
  browser_hash: string
  user_agent: string
  authenticated_at: number
  last_seen_at: number
  expires_at: number
  /** What is known of the login, as JSON; null where an older release wrote it. */
  context: string | null
}

interface InteractionTable {
  id: string
  browser_hash: string
  parameters: string
  created_at: number
  expires_at: number
  /** Whom it counts for; null where an older release wrote it. */
  account_id: string | null
  address_prefix: string | null
}

interface AuthorizationTable {
  id: string
  account_id: string
  client_id: string
  rights: string
  created_at: number
  ends_at: number | null
  remembered: number
  revoked_at: number | null
  /** What the browser in which it was given says of itself; null where it was not given in one. */
  user_agent: string | null
  /** The rights that end before `ends_at`, as JSON; null for none. */
  early_ends: string | null
  /** Where the response went when it was given; null for one that was not given in a browser or is from an older release. */
  redirect_uri: string | null
  last_used_at: number | null
  use_count: Generated<number>
}

interface CodeTable {
  hash: string
  client_id: string
  account_id: string
  authorization_id: string
  family_id: string
  rights: string
  redirect_uri: string
  redirect_uri_sent: number
  code_challenge: string | null
  authenticated_at: number
  expires_at: number
  used_at: number | null
  /** The context of the grant as JSON; null where it says no more than `authenticated_at`, or an older release wrote it. */
  context: string | null
}

interface TokenFamilyTable {
  id: string
  client_id: string
  account_id: string
  authorization_id: string
  rights: string
  authenticated_at: number
  generation: number
  rotated_at: number
  expires_at: number
  revoked_at: number | null
  /** Keyed hashes of the network and of the user agent that the last rotation came from. */
  used_from: string | null
  /** The context of the grant as JSON; null where it says no more than `authenticated_at`, or an older release wrote it. */
  context: string | null
}

interface AccessTokenTable {
  hash: string
  id: string
  client_id: string
  account_id: string | null
  authorization_id: string | null
  family_id: string | null
  rights: string
  issued_at: number
  expires_at: number
  revoked_at: number | null
  /** The context of the grant and the claims that the grant added, as JSON; null for none, or where an older release wrote it. */
  context: string | null
}

/** When an API or a client was removed, so that another of the same name revives nothing of it. */
interface TombstoneTable {
  kind: string
  id: string
  removed_at: number
}

interface AuditChainTable {
  id: string
  started_at: number
  /** The last row's number and hash, so that rows missing at the end show. */
  number: number
  hash: string
  /** The last row that was swept: the row after it follows on this hash. */
  swept_number: number
  swept_hash: string
  /** Whether the process that wrote it stopped in order. */
  closed: number
  /** Whether a later chain names its end. */
  named: number
  /** Authenticates all of the above but `named`. */
  mac: string
}

interface AuditTable {
  chain: string
  number: number
  at: number
  type: string
  /** Who did it, where that is neither a client nor an account: a command, the configuration file. */
  actor: string | null
  client_id: string | null
  account_id: string | null
  authorization_id: string | null
  address: string | null
  request_id: string | null
  detail: string | null
  /** The hash of the row before. */
  previous: string
  hash: string
}
