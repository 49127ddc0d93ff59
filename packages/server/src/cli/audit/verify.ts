import { createAuditKey } from '../../audit/audit-key.ts'
import type { ChainEnd } from '../../storage/stores/audit/audit-chain.ts'
import { verifyAudit } from '../../storage/stores/audit/verify.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

export interface VerifyOptions extends CommonOptions {
  readonly kept?: readonly string[]
}

/** Exits with 1 and names the first row that was changed, added or removed. */
export async function verify(options: VerifyOptions): Promise<Outcome> {
  const kept = (options.kept ?? []).map(readEnd)
  return withDatabase(options, 'refuse', async ({ database, secret }) => {
    const { rows, ends, broken } = await verifyAudit(database, createAuditKey(secret()).mac, kept)
    const data = { ok: broken === undefined, rows, ends, ...(broken === undefined ? {} : { broken }) }
    if (broken !== undefined) {
      const { chain, number, what } = broken
      return { text: `the audit log is broken at row ${number} of chain ${chain}: ${what}`, data, failed: true }
    }
    const lines = ends.map(({ chain, number, hash }) => `  ${chain}:${number}:${hash}`)
    return { text: [`the audit log is intact: ${rows} rows; the chains end with`, ...lines].join('\n'), data }
  })
}

function readEnd(text: string): ChainEnd {
  const [, chain, number, hash] = /^([^:]+):(\d+):([\w-]+)$/.exec(text) ?? []
  if (chain === undefined || hash === undefined) throw new UsageError(`--kept ${text} is not CHAIN:NUMBER:HASH`)
  return { chain, number: Number(number), hash }
}
