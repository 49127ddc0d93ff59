/** The stored form of an oidc-provider record. */
export type Payload = Record<string, unknown>

/** The storage interface of oidc-provider: one adapter for each model. */
export interface Adapter {
  upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void>
  find(id: string): Promise<Payload | undefined>
  findByUid(uid: string): Promise<Payload | undefined>
  findByUserCode(userCode: string): Promise<Payload | undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

/** The columns other than the id by which models are looked up; each model gets only these indexes. */
export const indexed: Readonly<Record<string, readonly ('grant_id' | 'uid' | 'user_code')[]>> = {
  Session: ['uid'],
  AccessToken: ['grant_id'],
  AuthorizationCode: ['grant_id'],
  RefreshToken: ['grant_id'],
  DeviceCode: ['grant_id', 'user_code'],
  BackchannelAuthenticationRequest: ['grant_id'],
}

/** Returns the current time in seconds since 1970. */
export const epochSeconds = (): number => Math.floor(Date.now() / 1000)

/** Returns a property of a payload if it is a string, and null for the column otherwise. */
export const stringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Joins the stored JSON with the time of consumption, which has its own column. */
export function toPayload(json: unknown, consumedAt: unknown): Payload {
  const payload: Payload = typeof json === 'string' ? JSON.parse(json) : {}
  if (consumedAt !== null) payload.consumed = Number(consumedAt)
  return payload
}
