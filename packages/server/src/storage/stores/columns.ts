import { type AccessToken, type EarlyEnd, type JsonObject, type Rights, toGrantContext } from '../../oauth/ports.ts'

/** Reads a column of rights that we wrote. */
export function toRights(text: string): Rights {
  return JSON.parse(text) as Rights // written by fromRights alone
}

/** Writes rights for a column. */
export function fromRights(rights: Rights): string {
  return JSON.stringify(rights)
}

/** Reads a column of early ends that we wrote. */
export function toEarlyEnds(text: string | null): readonly EarlyEnd[] {
  return text === null ? [] : (JSON.parse(text) as readonly EarlyEnd[]) // written by fromEarlyEnds alone
}

/** Writes early ends for a column. */
export function fromEarlyEnds(ends: readonly EarlyEnd[]): string | null {
  return ends.length === 0 ? null : JSON.stringify(ends)
}

/** Reads a moment that may be absent. */
export function toInstant(value: number | null): number | undefined {
  return value ?? undefined
}

type TokenContext = Pick<AccessToken, 'context' | 'claims'>

/** Reads the context and the added claims of an access token; a text that cannot be read binds the token to nothing. */
export function toTokenContext(text: string | null): TokenContext {
  if (text === null) return { context: undefined, claims: undefined }
  const { context, claims } = parseObject(text) ?? { context: { binding: {} } }
  return {
    context: isObject(context) ? toGrantContext(context, 0) : undefined,
    claims: isObject(claims) ? claims : undefined,
  }
}

/** Writes the context and the added claims of an access token. */
export function fromTokenContext({ context, claims }: TokenContext): string | null {
  return context === undefined && claims === undefined ? null : JSON.stringify({ context, claims })
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
