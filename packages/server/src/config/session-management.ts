import { z } from 'zod'

export const sessionManagement = z
  .boolean()
  .default(false)
  .describe(
    'Whether apps may watch the session of a browser by a frame (OIDC Session Management): `check_session_iframe`, `session_state` and a cookie with SameSite=None that scripts of this server read. Browsers that block cookies of other sites make it report a change each time.',
  )
