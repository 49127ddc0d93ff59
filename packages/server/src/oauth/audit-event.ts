/** Every type of audit event: `subject.act`. */
export const auditTypes = [
  'account.deletion-cancelled',
  'account.deletion-requested',
  'account.disabled',
  'account.enabled',
  'account.exported',
  'account.password-changed',
  'account.profile-changed',
  'account.removed',
  'account.saved',
  'account.second-factor-optional',
  'account.second-factor-required',
  'account.signed-up',
  'account.tokens-revoked',
  'api.removed',
  'api.saved',
  'audit.chain-swept',
  'audit.closed',
  'audit.dropped',
  'audit.opened',
  'authorization.revoked',
  'client.authentication-failed',
  'client.disabled',
  'client.deregistered',
  'client.registered',
  'client.registration-refused',
  'client.registration-updated',
  'client.removed',
  'client.saved',
  'client.secret-changed',
  'client.tokens-revoked',
  'consent.confirmed',
  'consent.denied',
  'consent.given',
  'email.change-requested',
  'email.changed',
  'email.verified',
  'invitation.accepted',
  'invitation.revoked',
  'invitation.sent',
  'key.changed',
  'key.given-back',
  'key.restored',
  'key.taken-back',
  'login.failed',
  'login.linked',
  'login.succeeded',
  'login.unlinked',
  'logout',
  'logout.abandoned',
  'logout.delivered',
  'logout.refused',
  'passkey.added',
  'passkey.removed',
  'recovery.requested',
  'registration-token.added',
  'registration-token.removed',
  'second-factor.added',
  'second-factor.device-forgotten',
  'second-factor.device-trusted',
  'second-factor.recovery-code-used',
  'second-factor.recovery-codes-made',
  'second-factor.removed',
  'session.ended',
  'session.revoked',
  'sign-up.requested',
  'signing-key.made',
  'terms.accepted',
  'terms.declined',
  'token.ahead-of-database',
  'token.all-revoked',
  'token.issued',
  'token.replayed',
  'token.retried',
  'token.retried-elsewhere',
  'token.revoked',
] as const

/** The type of an audit event. */
export type AuditType = (typeof auditTypes)[number]

/** One thing that happened. */
export interface AuditEvent {
  readonly type: string
  readonly clientId?: string | undefined
  readonly accountId?: string | undefined
  readonly authorizationId?: string | undefined
  readonly address?: string | undefined
  /** The request that it happened in, as log lines name it. */
  readonly requestId?: string | undefined
  /** Who did it, if that is neither a client nor an account. */
  readonly actor?: string | undefined
  readonly detail?: string | undefined
  /** Whether it is routine, without an act of the user: such events are counted, and kept only if configured. */
  readonly routine?: boolean
  /** Whether it may come in floods: of the same within a minute, all but the first are kept as a number. */
  readonly flood?: boolean
}

/** An event of a type that `audit tail --type` knows. */
export interface KnownEvent extends AuditEvent {
  readonly type: AuditType
}
