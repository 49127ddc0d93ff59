import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import type { Flow } from './flow.ts'
import { hybrid } from './hybrid.ts'
import { implicit } from './implicit.ts'
import { introspection } from './introspection.ts'
import { openidConnect } from './openid-connect.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'
import { revocation } from './revocation.ts'
import { stepUp } from './step-up.ts'
import { voucher } from './voucher.ts'

/** Every flow, in the order shown: one file each, and a line here. */
export const flows: readonly Flow[] = [
  authorizationCode,
  refreshToken,
  clientCredentials,
  openidConnect,
  stepUp,
  revocation,
  introspection,
  voucher,
  hybrid,
  implicit,
  password,
]
