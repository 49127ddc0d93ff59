import { hash, timingSafeEqual } from 'node:crypto'
import type { Instant, Keys } from '../ports.ts'

/** The contents of a refresh token: its family, and its place in it. */
export interface RefreshToken {
  readonly familyId: string
  readonly generation: number
  /** The epoch in which it was issued: raising the epoch revokes every refresh token. 0 is the first. */
  readonly epoch: Instant
}

const prefix = 'vkr_'
const idBytes = 16
const generationEnd = idBytes + 4
const epochBytes = 6
const macBytes = 32

/**
 * Writes the refresh token of a family's generation. It is derived, under a key that is not in the database,
 * so a retry gets the same token again and nothing about it is stored. The body is masked with a hash of the MAC, so that the
 * whole token looks random.
 */
export function writeRefreshToken({ familyId, generation, epoch }: RefreshToken, keys: Pick<Keys, 'mac'>): string {
  // In the first epoch the token has no epoch at all, so that releases that know no epochs read it.
  const bodyBytes = epoch === 0 ? generationEnd : generationEnd + epochBytes
  const token = Buffer.alloc(bodyBytes + macBytes)
  token.write(familyId, 0, idBytes, 'base64url')
  token.writeUInt32BE(generation, idBytes)
  if (epoch !== 0) token.writeUIntBE(epoch, generationEnd, epochBytes)
  token.set(keys.mac('refresh_token', token.subarray(0, bodyBytes)), bodyBytes)
  mask(token, bodyBytes)
  return prefix + token.toString('base64url')
}

/** Reads a refresh token of this server; undefined for anything else. */
export function readRefreshToken(text: string, keys: Pick<Keys, 'mac'>): RefreshToken | undefined {
  if (!isRefreshToken(text)) return undefined
  const token = Buffer.from(text.slice(prefix.length), 'base64url')
  const bodyBytes = token.length - macBytes
  if (bodyBytes !== generationEnd && bodyBytes !== generationEnd + epochBytes) return undefined
  if (token.toString('base64url') !== text.slice(prefix.length)) return undefined
  mask(token, bodyBytes)
  const body = token.subarray(0, bodyBytes)
  if (!timingSafeEqual(token.subarray(bodyBytes), keys.mac('refresh_token', body))) return undefined
  return {
    familyId: body.toString('base64url', 0, idBytes),
    generation: body.readUInt32BE(idBytes),
    epoch: bodyBytes === generationEnd ? 0 : body.readUIntBE(generationEnd, epochBytes),
  }
}

// Reused, since a buffer for each token would be memory outside the heap.
const maskBuffer = Buffer.alloc(generationEnd + epochBytes)

/** Adds the mask, or removes it. */
function mask(token: Buffer, bodyBytes: number): void {
  maskBuffer.write(hash('sha256', token.subarray(bodyBytes), 'base64url'), 'base64url')
  for (let at = 0; at < bodyBytes; at++) token[at] = (token[at] ?? 0) ^ (maskBuffer[at] ?? 0)
}

/** Checks whether a text has the form of a refresh token of this server. */
export function isRefreshToken(text: string): boolean {
  return text.startsWith(prefix)
}
