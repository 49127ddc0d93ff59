/** E-mail to be sent, and what was sent, until it expires. */
export interface MailTable {
  id: string
  account_id: string | null
  kind: string
  /** The message as JSON, encrypted: it holds links. */
  sealed: string
  created_at: number
  /** While a node sends it, the end of its lease. */
  due_at: number
  attempts: number
  last_error: string | null
  sent_at: number | null
  expires_at: number
}

/** A secret that was sent by e-mail and may be used once. */
export interface OneTimeLinkTable {
  hash: string
  purpose: string
  /** Null if the account does not exist yet. */
  account_id: string | null
  /** The browser in which it was requested. */
  browser_hash: string | null
  /** What it leads to, as JSON, encrypted. */
  sealed: string
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface PasskeyTable {
  /** The credential id of WebAuthn. */
  id: string
  account_id: string
  /** COSE, base64url. */
  public_key: string
  counter: number
  transports: string
  name: string
  backed_up: number
  aaguid: string
  created_at: number
  last_used_at: number | null
}

export interface TotpTable {
  account_id: string
  /** Encrypted. */
  secret: string
  /** The time step of the last code that was used (RFC 6238 §5.2). */
  last_step: number
  created_at: number
}

/** Codes of a second factor that were tried, and were not right. */
export interface CodeAttemptTable {
  account_id: string
  /** The browser, if the account was logged in to with it before; empty for all others together. */
  browser_hash: string
  /** Those of a few minutes, which begin with the first one. */
  tries: number
  ends_at: number
  /** Those of a day. */
  day_tries: number
  day_ends_at: number
}

/** A browser in which the second factor is not asked for. */
export interface TrustedDeviceTable {
  hash: string
  account_id: string
  user_agent: string
  created_at: number
  last_used_at: number
  expires_at: number
}

/** A user of another identity provider, who is the user of an account here. */
export interface UpstreamIdentityTable {
  provider: string
  subject: string
  account_id: string
  /** The claims of the last login, as JSON. */
  claims: string
  created_at: number
  last_used_at: number | null
}
