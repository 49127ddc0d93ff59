import { z } from 'zod'
import { standardFeatures } from '../oauth/features.ts'

const routine = standardFeatures.grants.filter((grant) => grant.routine).map((grant) => `\`${grant.type}\``)

export const audit = z
  .strictObject({
    keepDays: z
      .int()
      .min(1)
      .max(36_500)
      .default(365)
      .describe('Days that the audit log is kept. The remaining rows can still be verified.'),
    tokens: z
      .boolean()
      .default(false)
      .describe(
        `Also record each token issued without user interaction, by ${routine.join(' and ')}. The metrics count them in any case.`,
      ),
  })
  .prefault({})
  .describe(
    'The audit log: who did what, when and from where. It is stored in the database, with a hash chain that reveals tampering.',
  )

export const metrics = z
  .strictObject({
    token: z
      .string()
      .min(16, 'must have 16 characters or more: use the output of `openssl rand -base64 32`')
      .optional()
      .describe(
        '`GET /metrics` requires it as `Authorization: Bearer`. Prefer `VALETKEY_METRICS_TOKEN` or `VALETKEY_METRICS_TOKEN_FILE`. Default: metrics are available to this computer only if the issuer is on localhost, and otherwise not at all.',
      ),
  })
  .prefault({})
  .describe('Metrics for Prometheus.')
