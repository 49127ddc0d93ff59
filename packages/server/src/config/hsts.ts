import { z } from 'zod'

export const hsts = z
  .strictObject({
    send: z
      .boolean()
      .default(true)
      .describe('`false` if the server must not send the header, for example because the proxy does.'),
    maxAge: z
      .int()
      .min(0)
      .default(63_072_000)
      .describe('Seconds for which browsers use https only; `0` removes the policy.'),
    includeSubDomains: z
      .boolean()
      .default(false)
      .describe(
        'Whether it also applies to every subdomain of the issuer’s host. Browsers then refuse subdomains that do not serve https.',
      ),
  })
  .optional()
  .describe(
    'The header `Strict-Transport-Security` (RFC 6797). Default: sent for an https issuer, without subdomains. It is never sent for an issuer on localhost. A server that is embedded in another app sends it only if `hsts` is in its configuration.',
  )
