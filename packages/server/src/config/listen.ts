import { z } from 'zod'

const kinds = [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]

/** One proxy or a network of them. Not everybody (`/0`), and no names: they would have to be looked up for each request. */
const proxy = z
  .string()
  .refine((entry) => kinds.some((kind) => kind.safeParse(entry).success) && !/\/0+$/.test(entry), {
    error: ({ input }) =>
      `must be an address (10.0.0.10) or a network (10.0.0.0/8, fd00::/8), and ${JSON.stringify(input)} is neither; write the address of the proxy, not its name`,
  })

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
      .array(proxy)
      .default([])
      .describe(
        'Reverse proxies whose `X-Forwarded-For` is believed, as addresses (`10.0.0.10`) or networks (`10.0.0.0/8`, `fd00::/8`); it is used for limits and logs only.',
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
