import { z } from 'zod'

export const playground = z
  .boolean()
  .optional()
  .describe(
    'Whether the server serves a page at `/playground` that plays each flow of OAuth and draws it. Its user may send requests to any server from there, so that it does not belong on a server that people use. Default: true if the issuer is http, which is on this computer; otherwise false.',
  )
