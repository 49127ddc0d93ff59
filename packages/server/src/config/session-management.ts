import { z } from 'zod'

export const sessionManagement = z
  .boolean()
  .default(false)
  .describe(
    'Whether apps may poll the state of a browser’s session through a frame (OIDC Session Management). Adds `check_session_iframe`, `session_state`, and a cookie with SameSite=None that scripts of this server read. The frame asks the server once a minute whether the session has ended elsewhere.',
  )
