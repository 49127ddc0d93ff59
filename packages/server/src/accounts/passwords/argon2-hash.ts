/** The largest memory of one hash, in KiB, and the largest product of memory and passes: about five seconds of one core. */
const mostMemory = 1_048_576
const mostWork = 4 * mostMemory
const mostLanes = 64

/** In bytes. RFC 9106 §3.1 allows shorter digests, which protect nothing. */
const [shortestSalt, shortestDigest, longest] = [8, 12, 128]

const form =
  /^\$argon2(?:id|i|d)\$v=(?:16|19)\$m=(\d{1,9}),t=(\d{1,5}),p=(\d{1,3})\$([A-Za-z0-9+/]{1,200})\$([A-Za-z0-9+/]{1,200})$/

/** Describes why an argon2 hash cannot be verified here; returns undefined if it can (RFC 9106 §3.1, PHC string format). */
export function argon2HashFault(hash: string): string | undefined {
  const [whole, memory, passes, lanes, salt = '', digest = ''] = form.exec(hash) ?? []
  if (whole === undefined) return 'is not an argon2 hash in PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$digest'
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)]
  if (p < 1 || p > mostLanes) return `has p=${p}, and p must be 1 to ${mostLanes}`
  if (t < 1) return 'has t=0, and t must be 1 or more'
  if (m < 8 * p) return `has m=${m}, and m must be 8 for each of its ${p} lanes or more`
  if (m > mostMemory) return `has m=${m}, and m must be ${mostMemory} or less (1 GiB)`
  if (m * t > mostWork) return `has m=${m} and t=${t}, which take too long: m times t must be ${mostWork} or less`
  if (!isBase64(salt, shortestSalt)) return `must have a salt of ${shortestSalt} to ${longest} bytes in unpadded base64`
  if (!isBase64(digest, shortestDigest)) {
    return `must have a digest of ${shortestDigest} to ${longest} bytes in unpadded base64`
  }
  return undefined
}

function isBase64(text: string, fewest: number): boolean {
  const bytes = Buffer.from(text, 'base64')
  const written = bytes.toString('base64').replaceAll('=', '')
  return written === text && bytes.length >= fewest && bytes.length <= longest
}
