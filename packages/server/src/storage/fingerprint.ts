import { createHash } from 'node:crypto'
import type { Table } from './copied-tables.ts'
import type { Row } from './copy-rows.ts'

/** How many rows there are, and a checksum that does not depend on their order. */
export interface Fingerprint {
  readonly rows: number
  readonly checksum: string
}

/** Adds rows up to a fingerprint. */
export interface FingerprintSum {
  add(rows: readonly Row[]): void
  result(): Fingerprint
}

const modulus = 1n << 128n

/** Creates a sum over rows of a table: of each row's hash, modulo 2^128, so that order does not matter and each row does. */
export function createFingerprint({ columns }: Table): FingerprintSum {
  let rows = 0
  let sum = 0n
  return {
    add(more) {
      rows += more.length
      for (const row of more) {
        const text = JSON.stringify(columns.map((column) => row[column] ?? null))
        sum = (sum + BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)) % modulus
      }
    },
    result: () => ({ rows, checksum: sum.toString(16).padStart(32, '0') }),
  }
}
