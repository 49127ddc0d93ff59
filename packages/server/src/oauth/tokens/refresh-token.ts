import { hash, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../ports.ts'

/** What a refresh token says: which line of tokens, and how far along it. */
export interface RefreshToken {
  readonly familyId: string
  readonly generation: number
}

const prefix = 'vkr_'
const idBytes = 16
const bodyBytes = idBytes + 4
const macBytes = 32

/**
 * Writes the refresh token of a family's generation. It is derived, under a key that is not in the database,
 * so a retry gets the same token again and nothing about it is stored. What it says is masked with what the code hashes to,
 * so that all of it looks random.
 */
export function writeRefreshToken({ familyId, generation }: RefreshToken, keys: Pick<Keys, 'mac'>): string {
  const token = Buffer.alloc(bodyBytes + macBytes)
  token.write(familyId, 0, idBytes, 'base64url')
  token.writeUInt32BE(generation, idBytes)
  token.set(keys.mac('refresh_token', token.subarray(0, bodyBytes)), bodyBytes)
  mask(token)
  return prefix + token.toString('base64url')
}

/** Reads a refresh token of ours; undefined for anything else. */
export function readRefreshToken(text: string, keys: Pick<Keys, 'mac'>): RefreshToken | undefined {
  if (!isRefreshToken(text)) return undefined
  const token = Buffer.from(text.slice(prefix.length), 'base64url')
  if (token.length !== bodyBytes + macBytes) return undefined
  if (token.toString('base64url') !== text.slice(prefix.length)) return undefined
  mask(token)
  const body = token.subarray(0, bodyBytes)
  if (!timingSafeEqual(token.subarray(bodyBytes), keys.mac('refresh_token', body))) return undefined
  return { familyId: body.toString('base64url', 0, idBytes), generation: body.readUInt32BE(idBytes) }
}

// Filled anew at each use: a buffer for each token would be memory outside the heap.
const over = Buffer.alloc(bodyBytes)

/** Puts the mask on, or takes it off. */
function mask(token: Buffer): void {
  over.write(hash('sha256', token.subarray(bodyBytes), 'base64url'), 'base64url')
  for (let at = 0; at < bodyBytes; at++) token[at] = (token[at] ?? 0) ^ (over[at] ?? 0)
}

/** Tells whether a text looks like a refresh token of ours. */
export function isRefreshToken(text: string): boolean {
  return text.startsWith(prefix)
}
