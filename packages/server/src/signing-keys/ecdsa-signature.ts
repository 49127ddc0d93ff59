/** Bytes of one of the two numbers in a P-256 signature. */
const half = 32

/**
 * Turns an ECDSA signature as OpenSSL writes it (DER: a sequence of two integers, RFC 3279 §2.2.3) into the two numbers
 * side by side that a JWS has (RFC 7518 §3.4). Asking `node:crypto` for that form costs as much as the signature itself.
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

/** Turns a JWS signature back into DER; undefined where it has another length. */
export function toDerSignature(signature: Buffer): Buffer | undefined {
  if (signature.length !== 2 * half) return undefined
  const [r, s] = [toInteger(signature.subarray(0, half)), toInteger(signature.subarray(half))]
  return Buffer.concat([Buffer.from([0x30, r.length + s.length]), r, s])
}

/** Puts an integer at the right end of its field, without the zero that DER puts before a high bit. */
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
