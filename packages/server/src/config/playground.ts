import { z } from 'zod'

export const playground = z
  .boolean()
  .optional()
  .describe(
    'Whether the server has a page at `/playground` that runs and draws each OAuth flow. That page may send requests to any server: keep it off in production. Default: true if the issuer is http, which is allowed on localhost only; otherwise false.',
  )
