/** The length of each of the two numbers in a P-256 signature, in bytes. */
const half = 32

/**
 * Converts an ECDSA signature from OpenSSL's form (DER: a sequence of two integers, RFC 3279 §2.2.3) to the two
 * concatenated numbers of a JWS (RFC 7518 §3.4). Requesting that form from `node:crypto` costs as much as the signature
 * itself.
 */
export function toJwsSignature(der: Buffer): Buffer {
  const signature = Buffer.alloc(2 * half)
  // A P-256 signature is shorter than 128 bytes: every length is one byte.
  const rLength = der.readUInt8(3)
  const sLength = der.readUInt8(5 + rLength)
  place(der.subarray(4, 4 + rLength), signature.subarray(0, half))
  place(der.subarray(6 + rLength, 6 + rLength + sLength), signature.subarray(half))
  return signature
}

/** Converts a JWS signature to DER; undefined for a wrong length. */
export function toDerSignature(signature: Buffer): Buffer | undefined {
  if (signature.length !== 2 * half) return undefined
  const [r, s] = [toInteger(signature.subarray(0, half)), toInteger(signature.subarray(half))]
  return Buffer.concat([Buffer.from([0x30, r.length + s.length]), r, s])
}

/** Right-aligns an integer in its field, without the zero that DER puts before a high bit. */
function place(integer: Buffer, field: Buffer): void {
  const digits = integer.length > half ? integer.subarray(integer.length - half) : integer
  digits.copy(field, half - digits.length)
}

function toInteger(field: Buffer): Buffer {
  const first = field.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? field.subarray(half - 1) : field.subarray(first)
  const padding = (digits[0] ?? 0) & 0x80 ? [0] : []
  return Buffer.concat([Buffer.from([0x02, digits.length + padding.length, ...padding]), digits])
}
