import { authorize, promptNone } from './authorize.ts'
import { clientCredentialsJwt, clientCredentialsOpaque } from './client-credentials.ts'
import { codeFlow, codeFlowIdToken } from './code-flow.ts'
import { introspection } from './introspection.ts'
import { refresh } from './refresh.ts'
import type { Scenario } from './scenario.ts'
import { userinfo } from './userinfo.ts'

/** Lists every scenario in the order in which it runs. */
export const scenarios: readonly Scenario[] = [
  clientCredentialsOpaque,
  clientCredentialsJwt('ES256'),
  clientCredentialsJwt('RS256'),
  introspection,
  refresh,
  authorize,
  promptNone,
  codeFlow,
  codeFlowIdToken,
  userinfo,
]
