import { z } from 'zod'

/** What is kept of what happened. */
export const audit = z
  .strictObject({
    keepDays: z
      .int()
      .min(1)
      .max(36_500)
      .default(365)
      .describe('How many days the audit log is kept. What remains can still be verified.'),
    tokens: z
      .boolean()
      .default(false)
      .describe(
        'Also record each token that comes without a new act of a person: by `refresh_token` and `client_credentials`. They are counted in the metrics in any case.',
      ),
  })
  .prefault({})
  .describe('The audit log: who did what, when and from where, in the database, chained so that tampering shows.')

/** Who may read the metrics. */
export const metrics = z
  .strictObject({
    token: z
      .string()
      .min(16, 'must have 16 characters or more; `openssl rand -base64 32` makes a good one')
      .optional()
      .describe(
        '`GET /metrics` answers whoever sends it as `Authorization: Bearer`. Better given as `VALETKEY_METRICS_TOKEN` or `VALETKEY_METRICS_TOKEN_FILE`. Default: a server whose issuer is on localhost answers this computer, any other nobody.',
      ),
  })
  .prefault({})
  .describe('Figures for Prometheus.')
