import { z } from 'zod'

/** Where the server listens. */
export const listen = z
  .strictObject({
    host: z
      .string()
      .optional()
      .describe('The address to listen on. Default: `127.0.0.1` for an issuer on localhost, else `0.0.0.0`.'),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .optional()
      .describe('The port to listen on. Default: the port in a localhost issuer, else `4000`.'),
    trustedProxies: z
      .array(z.string())
      .default([])
      .describe(
        'Addresses of reverse proxies whose `X-Forwarded-For` is believed; it is used for limits and logs only.',
      ),
  })
  .prefault({})
  .describe('Where the server listens.')

/** Serving https without a proxy in front. */
export const tls = z
  .strictObject({
    cert: z.string().describe('A file with the certificate chain, PEM.'),
    key: z.string().describe('A file with the private key, PEM.'),
  })
  .optional()
  .describe('Serve https itself. Default: plain http, for a reverse proxy that ends TLS.')
