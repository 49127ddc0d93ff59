import type { Schema } from './schema.ts'

/** The primary key and columns of a table to copy. */
export interface Table {
  readonly name: string
  /** The columns of the primary key, in order. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
}

type Described = {
  readonly [T in Exclude<keyof Schema, 'schema_version'>]: {
    readonly key: readonly (keyof Schema[T] & string)[]
    readonly columns: { readonly [C in keyof Schema[T]]: true }
  }
}

/**
 * Every table except the one that migrations write, with referenced tables first. A missing column does not compile.
 */
const described: Described = {
  setting: { key: ['name'], columns: { name: true, value: true } },
  change: { key: ['id'], columns: { id: true, counter: true } },
  signing_key: {
    key: ['id'],
    columns: { id: true, algorithm: true, private_key: true, created_at: true, active_from: true, removed_at: true },
  },
  api: {
    key: ['identifier'],
    columns: {
      identifier: true,
      position: true,
      description: true,
      source: true,
      source_digest: true,
      valid_after: true,
      source_file: true,
      source_members: true,
    },
  },
  client: {
    key: ['id'],
    columns: {
      id: true,
      registration: true,
      secret_hash: true,
      allow_implicit: true,
      allow_password: true,
      disabled: true,
      source: true,
      source_digest: true,
      source_file: true,
      source_members: true,
      created_at: true,
      valid_after: true,
      own_valid_after: true,
      previous_secret_hash: true,
      previous_secret_until: true,
      registration_token_hash: true,
      last_used_at: true,
    },
  },
  initial_access_token: {
    key: ['id'],
    columns: { id: true, hash: true, uses_left: true, created_at: true, expires_at: true },
  },
  account: {
    key: ['id'],
    columns: {
      id: true,
      username: true,
      normalized_username: true,
      password_hash: true,
      claims: true,
      disabled: true,
      source: true,
      source_digest: true,
      source_file: true,
      source_members: true,
      created_at: true,
      valid_after: true,
      credentials_version: true,
      updated_at: true,
      normalized_email: true,
      delete_at: true,
      terms_version: true,
      terms_accepted_at: true,
      second_factor_required: true,
    },
  },
  session: {
    key: ['hash'],
    columns: {
      hash: true,
      account_id: true,
      browser_hash: true,
      user_agent: true,
      authenticated_at: true,
      last_seen_at: true,
      expires_at: true,
      context: true,
      last_address: true,
    },
  },
  known_browser: {
    key: ['browser_hash', 'account_id'],
    columns: { browser_hash: true, account_id: true, last_login_at: true },
  },
  session_client: {
    key: ['sid', 'client_id'],
    columns: { sid: true, client_id: true, account_id: true, back_channel: true, expires_at: true },
  },
  logout_delivery: {
    key: ['sid', 'client_id'],
    columns: { sid: true, client_id: true, account_id: true, due_at: true, attempts: true },
  },
  used_assertion: { key: ['hash'], columns: { hash: true, expires_at: true } },
  mail: {
    key: ['id'],
    columns: {
      id: true,
      account_id: true,
      kind: true,
      sealed: true,
      created_at: true,
      due_at: true,
      attempts: true,
      last_error: true,
      sent_at: true,
      expires_at: true,
    },
  },
  one_time_link: {
    key: ['hash'],
    columns: {
      hash: true,
      purpose: true,
      account_id: true,
      browser_hash: true,
      sealed: true,
      created_at: true,
      expires_at: true,
      used_at: true,
    },
  },
  passkey: {
    key: ['id'],
    columns: {
      id: true,
      account_id: true,
      public_key: true,
      counter: true,
      transports: true,
      name: true,
      backed_up: true,
      aaguid: true,
      created_at: true,
      last_used_at: true,
    },
  },
  totp: { key: ['account_id'], columns: { account_id: true, secret: true, last_step: true, created_at: true } },
  recovery_code: { key: ['hash'], columns: { hash: true, account_id: true, created_at: true, used_at: true } },
  code_attempt: {
    key: ['account_id', 'browser_hash'],
    columns: { account_id: true, browser_hash: true, tries: true, ends_at: true, day_tries: true, day_ends_at: true },
  },
  trusted_device: {
    key: ['hash'],
    columns: { hash: true, account_id: true, user_agent: true, created_at: true, last_used_at: true, expires_at: true },
  },
  upstream_identity: {
    key: ['provider', 'subject'],
    columns: { provider: true, subject: true, account_id: true, claims: true, created_at: true, last_used_at: true },
  },
  interaction: {
    key: ['id'],
    columns: {
      id: true,
      browser_hash: true,
      parameters: true,
      created_at: true,
      expires_at: true,
      account_id: true,
      address_prefix: true,
    },
  },
  authorization: {
    key: ['id'],
    columns: {
      id: true,
      account_id: true,
      client_id: true,
      rights: true,
      created_at: true,
      ends_at: true,
      remembered: true,
      revoked_at: true,
      user_agent: true,
      early_ends: true,
      redirect_uri: true,
      last_used_at: true,
      use_count: true,
    },
  },
  code: {
    key: ['hash'],
    columns: {
      hash: true,
      client_id: true,
      account_id: true,
      authorization_id: true,
      family_id: true,
      rights: true,
      redirect_uri: true,
      redirect_uri_sent: true,
      code_challenge: true,
      authenticated_at: true,
      expires_at: true,
      used_at: true,
      context: true,
    },
  },
  token_family: {
    key: ['id'],
    columns: {
      id: true,
      client_id: true,
      account_id: true,
      authorization_id: true,
      rights: true,
      authenticated_at: true,
      generation: true,
      rotated_at: true,
      expires_at: true,
      revoked_at: true,
      used_from: true,
      context: true,
    },
  },
  access_token: {
    key: ['hash'],
    columns: {
      hash: true,
      id: true,
      client_id: true,
      account_id: true,
      authorization_id: true,
      family_id: true,
      rights: true,
      issued_at: true,
      expires_at: true,
      revoked_at: true,
      context: true,
    },
  },
  revoked_jwt: { key: ['id'], columns: { id: true, expires_at: true } },
  tombstone: { key: ['kind', 'id'], columns: { kind: true, id: true, removed_at: true } },
  audit_chain: {
    key: ['id'],
    columns: {
      id: true,
      started_at: true,
      number: true,
      hash: true,
      swept_number: true,
      swept_hash: true,
      closed: true,
      named: true,
      mac: true,
    },
  },
  audit: {
    key: ['chain', 'number'],
    columns: {
      chain: true,
      number: true,
      at: true,
      type: true,
      actor: true,
      client_id: true,
      account_id: true,
      authorization_id: true,
      address: true,
      request_id: true,
      detail: true,
      previous: true,
      hash: true,
    },
  },
}

/** Lists the tables in an order in which they can be filled. */
export const tables: readonly Table[] = Object.entries(described).map(([name, { key, columns }]) => ({
  name,
  key,
  columns: Object.keys(columns),
}))
