import type { Generated } from 'kysely'
import type {
  CodeAttemptTable,
  MailTable,
  OneTimeLinkTable,
  PasskeyTable,
  TotpTable,
  TrustedDeviceTable,
  UpstreamIdentityTable,
} from './my-account-tables.ts'

/** Every table in both engines: times are milliseconds, flags 0 or 1, lists JSON text. */
export interface Schema {
  schema_version: { version: number; applied_at: number }
  setting: { name: string; value: string }
  change: { id: number; counter: number }
  signing_key: SigningKeyTable
  api: ApiTable
  client: ClientTable
  initial_access_token: InitialAccessTokenTable
  account: AccountTable
  session: SessionTable
  known_browser: { browser_hash: string; account_id: string; last_login_at: number }
  interaction: InteractionTable
  authorization: AuthorizationTable
  code: CodeTable
  token_family: TokenFamilyTable
  access_token: AccessTokenTable
  revoked_jwt: { id: string; expires_at: number }
  session_client: SessionClientTable
  logout_delivery: LogoutDeliveryTable
  /** Client assertions, passkey challenges and logins at other providers that were used, until they expire. */
  used_assertion: { hash: string; expires_at: number }
  mail: MailTable
  one_time_link: OneTimeLinkTable
  passkey: PasskeyTable
  totp: TotpTable
  recovery_code: { hash: string; account_id: string; created_at: number; used_at: number | null }
  code_attempt: CodeAttemptTable
  trusted_device: TrustedDeviceTable
  upstream_identity: UpstreamIdentityTable
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
  /** When its last token has expired; null while it may sign. */
  removed_at: number | null
}

interface ApiTable {
  identifier: string
  position: number
  description: string
  source: string
  source_digest: string | null
  /** Grants for the API until then are void, because an API with the same identifier was removed at that time. */
  valid_after: number | null
  /** The file that contains the entry; null for an entry made by a command. */
  source_file: string | null
  /** Fingerprints of the entry's lines as JSON, with the `source_digest` they belong to. */
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
  /** All of the client's tokens issued until then are revoked. */
  valid_after: number | null
  /** The same for tokens that the client got for itself. */
  own_valid_after: number | null
  /** The secret before the last rotation, valid until `previous_secret_until`. */
  previous_secret_hash: string | null
  previous_secret_until: number | null
  /** The hash of the token with which the client manages its registration; null if it did not register itself. */
  registration_token_hash: string | null
  /** When a client that registered itself last got a token; null for never. */
  last_used_at: number | null
}

/** Permits the registration of clients (RFC 7591 §3). */
interface InitialAccessTokenTable {
  id: string
  hash: string
  uses_left: number
  created_at: number
  expires_at: number
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
  /** All of the account's tokens issued until then are revoked. */
  valid_after: number | null
  /** Changes with a credential that is stored outside `password_hash`; null for none. */
  credentials_version: string | null
  /** When the claims last changed; null until they do. */
  updated_at: number | null
  /** The claim `email`, trimmed, in NFKC and lower case; null if there is none, or an older release wrote the row. */
  normalized_email: string | null
  /** When the account is deleted, as its user asked; null if it is not. */
  delete_at: number | null
  /** The terms that the user accepted. */
  terms_version: string | null
  terms_accepted_at: number | null
  /** 1 if the operator requires a second factor of this account; null by default. */
  second_factor_required: number | null
}

interface SessionTable {
  hash: string
  account_id: string
  browser_hash: string
  user_agent: string
  authenticated_at: number
  last_seen_at: number
  expires_at: number
  /** The context of the login, as JSON; null if an older release wrote the row. */
  context: string | null
  /** From where the session was last used. */
  last_address: string | null
}

/** The clients that take part in a session, if they registered a logout URI. */
interface SessionClientTable {
  sid: string
  client_id: string
  account_id: string
  /** Whether logout tokens are delivered to it. */
  back_channel: number
  expires_at: number
}

/** Logout tokens to be delivered. */
interface LogoutDeliveryTable {
  sid: string
  client_id: string
  account_id: string
  /** While a node delivers it, the end of its lease. */
  due_at: number
  attempts: number
}

interface InteractionTable {
  id: string
  browser_hash: string
  parameters: string
  created_at: number
  expires_at: number
  /** The account whose limit it counts for; null if an older release wrote the row. */
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
  /** The User-Agent of the browser in which it was granted; null if it was not granted in one. */
  user_agent: string | null
  /** The rights that expire before `ends_at`, as JSON; null for none. */
  early_ends: string | null
  /** The redirect URI of the authorization response; null if it was not granted in a browser or by an older release. */
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
  /**
   * The context of the grant as JSON; null if it contains only `authenticated_at`, or an older release wrote the row.
   */
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
  /** Keyed hashes of the network and of the user agent of the last rotation. */
  used_from: string | null
  /**
   * The context of the grant as JSON; null if it contains only `authenticated_at`, or an older release wrote the row.
   */
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
  /**
   * The context of the grant and the claims added by the grant, as JSON; null for none, or if an older release wrote
   * the row.
   */
  context: string | null
}

/** When an API or a client was removed, so that another with the same name revives none of its grants. */
interface TombstoneTable {
  kind: string
  id: string
  removed_at: number
}

interface AuditChainTable {
  id: string
  started_at: number
  /** The last row's number and hash, so that rows missing at the end are detected. */
  number: number
  hash: string
  /** The last swept row: the next row's `previous` is this hash. */
  swept_number: number
  swept_hash: string
  /** Whether its process shut down in order. */
  closed: number
  /** Whether a later chain names its end. */
  named: number
  /** Authenticates all columns above except `named`. */
  mac: string
}

interface AuditTable {
  chain: string
  number: number
  at: number
  type: string
  /** The actor if it is neither a client nor an account: a command, the configuration file. */
  actor: string | null
  client_id: string | null
  account_id: string | null
  authorization_id: string | null
  address: string | null
  request_id: string | null
  detail: string | null
  /** The hash of the previous row. */
  previous: string
  hash: string
}
