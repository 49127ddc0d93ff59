import { type AccessToken, type EarlyEnd, type JsonObject, type Rights, toGrantContext } from '../../oauth/ports.ts'

/** Parses a column written by `fromRights`. */
export function toRights(text: string): Rights {
  return JSON.parse(text) as Rights // written only by fromRights
}

export function fromRights(rights: Rights): string {
  return JSON.stringify(rights)
}

/** Parses a column written by `fromEarlyEnds`. */
export function toEarlyEnds(text: string | null): readonly EarlyEnd[] {
  return text === null ? [] : (JSON.parse(text) as readonly EarlyEnd[]) // written only by fromEarlyEnds
}

export function fromEarlyEnds(ends: readonly EarlyEnd[]): string | null {
  return ends.length === 0 ? null : JSON.stringify(ends)
}

/** Parses a nullable time. */
export function toInstant(value: number | null): number | undefined {
  return value ?? undefined
}

type TokenContext = Pick<AccessToken, 'context' | 'claims'>

/** Parses the context and the added claims of an access token; an unreadable text gives an empty context. */
export function toTokenContext(text: string | null): TokenContext {
  if (text === null) return { context: undefined, claims: undefined }
  const { context, claims } = parseObject(text) ?? { context: { binding: {} } }
  return {
    context: isObject(context) ? toGrantContext(context, 0) : undefined,
    claims: isObject(claims) ? claims : undefined,
  }
}

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
