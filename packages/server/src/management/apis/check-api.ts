import { api as apiSchema } from '../../config/apis.ts'
import type { Api } from '../../oauth/api.ts'
import { toApi } from '../apply/apply.ts'
import { ManagementError } from '../management-error.ts'
import { schemaFaults } from '../schema-faults.ts'

/** Checks the members of an API as a configuration file's are. @throws ManagementError with all faults */
export function checkApi(members: Readonly<Record<string, unknown>>): Api {
  const parsed = apiSchema.safeParse(members)
  if (!parsed.success) throw new ManagementError('invalid', schemaFaults(parsed.error.issues, 'api'))
  return toApi(parsed.data)
}
