import { z } from 'zod'

export const playground = z
  .boolean()
  .optional()
  .describe(
    'Whether the server serves a page at `/playground` that plays each flow of OAuth and draws it. From that page, requests may go to any server: keep it off in production. Default: true if the issuer is http, which is on this computer; otherwise false.',
  )
