import { findAccount } from '../../management/accounts/find-account.ts'
import { countHeld } from '../../storage/stores/held-counts.ts'
import type { CommonOptions } from '../command.ts'
import { revokedData } from '../describe-revoked.ts'
import { type Outcome, toFacts } from '../output.ts'
import { readSessions } from '../session/list.ts'
import { withDatabase } from '../with-database.ts'

/** Shows an account without its password. @throws ManagementError */
export async function showAccount(username: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const { database, provisioning, now } = context
    const account = await findAccount(username, provisioning)
    const held = await countHeld(database, { accountId: account.id }, now)
    const sessions = (await readSessions(account.id, context)).length
    const { id, claims, disabled, source, passwordHash } = account
    const text = toFacts([
      ['username', account.username],
      ['id', id],
      ...Object.entries(claims).map(([name, value]) => [name, toText(value)] as const),
      ['password', passwordHash === undefined ? 'none' : 'stored as an argon2id hash'],
      ['state', disabled ? 'disabled' : 'active'],
      ['authorizations', String(held.authorizations)],
      ['refresh tokens', String(held.refreshTokens)],
      ['sessions', String(sessions)],
      ['from', source === 'file' ? 'a configuration file' : 'the command line'],
    ])
    const { revoked: holds } = revokedData(held)
    const has_password = passwordHash !== undefined
    const data = {
      id,
      username: account.username,
      ...claims,
      disabled,
      source,
      has_password,
      holds: { ...holds, sessions },
    }
    return { text, data }
  })
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
