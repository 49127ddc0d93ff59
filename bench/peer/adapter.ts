/** What oidc-provider stores of one record. */
export type Payload = Record<string, unknown>

/** How oidc-provider reaches its storage: one adapter for each model. */
export interface Adapter {
  upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void>
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  findByUserCode(userCode: string): Promise<Payload | undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

/** Models that are found by something other than their id; each gets just the indexes that it needs. */
export const indexed: Readonly<Record<string, readonly ('grant_id' | 'uid' | 'user_code')[]>> = {
  Session: ['uid'],
  AccessToken: ['grant_id'],
  AuthorizationCode: ['grant_id'],
  RefreshToken: ['grant_id'],
  DeviceCode: ['grant_id', 'user_code'],
  BackchannelAuthenticationRequest: ['grant_id'],
}

/** Returns the time now in whole seconds since 1970. */
export const epochSeconds = (): number => Math.floor(Date.now() / 1000)

/** Returns a property of a payload if it is a string, and null for the column otherwise. */
export const stringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Joins the stored JSON with the time of consumption, which has its own column. */
export function toPayload(json: unknown, consumedAt: unknown): Payload {
  const payload: Payload = typeof json === 'string' ? JSON.parse(json) : {}
  if (consumedAt !== null) payload.consumed = Number(consumedAt)
  return payload
}
