import { createHmac, timingSafeEqual } from 'node:crypto'

/** Milliseconds that a code is for. */
const stepMs = 30_000
const digits = 6

/** Returns the number of the time step of a moment (RFC 6238 §4.2). */
export function stepOf(now: number): number {
  return Math.floor(now / stepMs)
}

/** Computes the code of a time step: HOTP with HMAC-SHA-1 and six digits, which all apps support (RFC 4226 §5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/**
 * Finds the time step that a code is for: the current one, or one before or after it, for clocks that differ and users who
 * type slowly (RFC 6238 §5.2). Undefined for a wrong code; all steps take the same time.
 */
export function findStep(secret: Uint8Array, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const given = Buffer.from(code)
  const current = stepOf(now)
  const matching = [current, current - 1, current + 1].filter((step) =>
    timingSafeEqual(Buffer.from(totpCode(secret, step)), given),
  )
  return matching[0]
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Writes bytes in base32 without padding, as apps read a secret (RFC 4648 §6). */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** Writes the address that a QR code holds: authenticator apps add an account by it. */
export function toOtpAuth(secret: Uint8Array, { server, username }: { server: string; username: string }): string {
  const [issuer, account] = [server, username].map((one) => encodeURIComponent(one.replaceAll(':', ' ')))
  return `otpauth://totp/${issuer}:${account}?secret=${toBase32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`
}
