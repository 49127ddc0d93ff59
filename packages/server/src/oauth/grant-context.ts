import type { Instant } from './ports.ts'

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The circumstances of a grant. They travel from the resource owner's session to the code, the token family and the access
 * token, and are stored as one JSON text, so that another member needs no migration.
 */
export interface GrantContext {
  /** When the resource owner last logged in. */
  readonly authenticatedAt: Instant
  /** The value that the client compares with the one in its ID token (OIDC Core §3.1.2.1). */
  readonly nonce?: string
  /** Names the session at this server (OIDC Front-Channel Logout §3). */
  readonly sid?: string
  /** How well the login identified the resource owner, and by which methods (OIDC Core §2). */
  readonly acr?: string
  readonly amr?: readonly string[]
  /** The claims that the client asked for (OIDC Core §5.5). */
  readonly claims?: JsonObject
  /** The key or certificate that the tokens are bound to, as members of `cnf` (RFC 7800 §3.1). Empty: one that cannot be read. */
  readonly binding?: JsonObject
  /** Who acts for the resource owner (RFC 8693 §4.1). */
  readonly actor?: JsonObject
}

type Optional = Omit<GrantContext, 'authenticatedAt'>

/** Reads each optional member; undefined for a value of another type. */
const readers: { readonly [M in keyof Required<Optional>]: (value: unknown) => GrantContext[M] } = {
  nonce: readText,
  sid: readText,
  acr: readText,
  amr: (value) => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined),
  claims: readObject,
  // Tokens whose binding is lost must not become usable by anyone: they are bound to nothing that exists.
  binding: (value) => readObject(value) ?? {},
  actor: readObject,
}

/**
 * Reads a stored context. Unknown members, and those of another type, are ignored.
 * @param authenticatedAt used if the text has none: releases before schema 9 store nothing else of the context
 */
export function readGrantContext(text: string | null, authenticatedAt: Instant): GrantContext {
  if (text === null) return { authenticatedAt }
  const stored = readObject(parse(text))
  return stored === undefined ? { authenticatedAt, binding: {} } : toGrantContext(stored, authenticatedAt)
}

/** Takes the members of a context from a JSON object. */
export function toGrantContext(stored: JsonObject, authenticatedAt: Instant): GrantContext {
  const moment = stored.authenticatedAt
  const isMoment = typeof moment === 'number' && Number.isSafeInteger(moment)
  const members: Record<string, unknown> = {}
  // A loop, since each token that is read passes here: Object.entries and fromEntries take five times as long.
  for (const name in stored) {
    const value = isOptional(name) ? readers[name](stored[name]) : undefined
    if (value !== undefined) members[name] = value
  }
  return { authenticatedAt: isMoment ? moment : authenticatedAt, ...members }
}

function isOptional(name: string): name is keyof Optional {
  return Object.hasOwn(readers, name)
}

/** Returns the context for what follows the first tokens: a nonce is for one ID token (OIDC Core §12.2). */
export function withoutNonce({ nonce: _, ...context }: GrantContext): GrantContext {
  return context
}

/** Writes a context for storage; null if it has only `authenticatedAt`, which has its own column. */
export function writeGrantContext(context: GrantContext): string | null {
  for (const name in context) if (name !== 'authenticatedAt') return JSON.stringify(context)
  return null
}

/** Returns the claims of an access token that follow from its context (RFC 9068 §2.2.1, RFC 7800 §3.1, RFC 8693 §4.1). */
export function contextClaims({ acr, amr, binding, actor, authenticatedAt }: GrantContext): JsonObject {
  return {
    auth_time: Math.floor(authenticatedAt / 1000),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    ...(binding === undefined ? {} : { cnf: binding }),
    ...(actor === undefined ? {} : { act: actor }),
  }
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function readObject(value: unknown): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as JsonObject) : undefined // every object that JSON.parse makes has string keys
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
