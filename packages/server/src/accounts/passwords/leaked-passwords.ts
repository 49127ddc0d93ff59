import { brotliDecompressSync } from 'node:zlib'
import { compressedList } from '../generated/common-password-list.ts'

/** Decompressed on first use: few processes ever set a password. */
let list: string | undefined

/** Whether a password, in lower case, is one of thousands that are known from leaks. */
export function isLeakedPassword(text: string): boolean {
  list ??= `\n${brotliDecompressSync(Buffer.from(compressedList, 'base64')).toString('utf8')}\n`
  return !text.includes('\n') && list.includes(`\n${text}\n`)
}
