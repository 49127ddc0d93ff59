import { usernameFault } from '../../accounts/username.ts'
import { account as accountSchema } from '../../config/accounts.ts'
import type { AccountConfig } from '../../config/schema.ts'
import { ManagementError } from '../management-error.ts'
import { schemaFaults } from '../schema-faults.ts'

/** Checks the members of an account as a configuration file's are. @throws ManagementError with all faults */
export function checkAccount(members: Readonly<Record<string, unknown>>): AccountConfig {
  const parsed = accountSchema.safeParse(members)
  if (!parsed.success) throw new ManagementError('invalid', schemaFaults(parsed.error.issues, 'account'))
  const fault = usernameFault(parsed.data.username)
  if (fault !== undefined) throw new ManagementError('invalid', [{ what: `username ${fault}` }])
  return parsed.data
}
