import { z } from 'zod'

export const sessionManagement = z
  .boolean()
  .default(false)
  .describe(
    'Whether apps may poll the state of a browser’s session through a frame (OIDC Session Management), with `check_session_iframe`, `session_state` and a cookie with SameSite=None that scripts of this server read. In browsers that block third-party cookies it always reports a change.',
  )
