import { addRegistrationToken } from '../../management/registration-tokens/add-registration-token.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toIso, toMoment } from '../output.ts'
import { readSpan } from '../read-span.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

export interface AddOptions extends CommonOptions {
  readonly uses: string
  readonly expiresIn: string
}

/** Adds an initial access token and shows it. @throws UsageError */
export async function addToken(options: AddOptions): Promise<Outcome> {
  const uses = readUses(options.uses)
  const seconds = /^[1-9]\d{0,8}$/.test(options.expiresIn) ? `${options.expiresIn}s` : options.expiresIn
  const lifetime = /^\d+s$/.test(seconds) ? Number.parseInt(seconds, 10) * 1000 : readSpan('--expires-in', seconds)
  return withDatabase(options, 'create', async ({ provisioning, now, config }) => {
    const { id, token, expiresAt } = await addRegistrationToken({ store: provisioning, now, uses, lifetime, random })
    return {
      text: `${toFacts([
        ['id', id],
        ['token', token],
        ['uses', String(uses)],
        ['expires', toMoment(expiresAt, now)],
      ])}\n\nThe token is stored as a hash: it is not shown again.`,
      data: { id, token, uses, expires_at: toIso(expiresAt) },
      notes:
        config.registration === 'closed'
          ? ['registration is closed: set registration: token in the configuration']
          : [],
    }
  })
}

function readUses(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError(`--uses ${text}: give a whole number from 1 to 9999999`)
}
