import { createHash } from 'node:crypto'
import type { Table } from './copied-tables.ts'
import type { Row } from './copy-rows.ts'

/** The number of rows, and a checksum that does not depend on their order. */
export interface Fingerprint {
  readonly rows: number
  readonly checksum: string
}

export interface FingerprintSum {
  add(rows: readonly Row[]): void
  result(): Fingerprint
}

const modulus = 1n << 128n

/** Sums each row's hash modulo 2^128, so that every row counts and their order does not. */
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
