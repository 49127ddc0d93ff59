import { updateApi as update } from '../../management/apis/update-api.ts'
import { overwrittenNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { type AddApiOptions, toMembers } from './add.ts'

/** Changes an API. Existing grants of a removed scope become void. @throws ManagementError, UsageError */
export async function updateApi(identifier: string, options: Partial<AddApiOptions>): Promise<Outcome> {
  const { identifier: _, ...given } = toMembers(identifier, options)
  if (Object.keys(given).length === 0) throw new UsageError('nothing to change: give an option; --help lists them')
  return withDatabase(options, 'refuse', async ({ provisioning: store, now }) => {
    const { api, source } = await update(identifier, given, { store, now })
    return {
      text: `changed api ${api.identifier}`,
      data: { ...api, source },
      notes: overwrittenNote(source, `api ${api.identifier}`),
    }
  })
}
