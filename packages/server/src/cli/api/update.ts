import { api as apiSchema } from '../../config/apis.ts'
import { explainIssues } from '../../config/config-error.ts'
import { toApi } from '../../management/apply/apply.ts'
import { staysNote } from '../client/find.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { type AddApiOptions, toEntry } from './add.ts'
import { findApiEntry } from './find.ts'

/** Changes what is registered of an API; what was granted of a scope that is left out is void. @throws ConfigError where it would not be right */
export async function updateApi(identifier: string, options: Partial<AddApiOptions>): Promise<Outcome> {
  const { identifier: _, ...given } = toEntry(identifier, options)
  if (Object.keys(given).length === 0) throw new UsageError('nothing to change: give an option; --help lists them')
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const found = await findApiEntry(identifier, provisioning)
    const before = Object.fromEntries(Object.entries(found.api).filter(([, value]) => value !== undefined))
    const parsed = apiSchema.safeParse({ ...before, ...given }, { reportInput: true })
    if (!parsed.success) throw explainIssues(parsed.error.issues, { where: 'api' })
    const api = toApi(parsed.data)
    await provisioning.change((writes) => writes.putApi({ ...found, api }))
    return {
      text: `changed api ${api.identifier}`,
      data: { ...api, source: found.source },
      notes: staysNote(found.source, `api ${api.identifier}`),
    }
  })
}
