import { z } from 'zod'

const kinds = [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]

/** One proxy or a network of them. `/0` is refused, and so are names, which would need a lookup for each request. */
const proxy = z
  .string()
  .refine((entry) => kinds.some((kind) => kind.safeParse(entry).success) && !/\/0+$/.test(entry), {
    error: ({ input }) =>
      `must be an address (10.0.0.10) or a network (10.0.0.0/8, fd00::/8), and ${JSON.stringify(input)} is neither; write the address of the proxy, not its name`,
  })

export const listen = z
  .strictObject({
    host: z
      .string()
      .transform((text) => /^\[(.+)\]$/.exec(text)?.[1] ?? text)
      .optional()
      .describe(
        'The address to listen on. Default: the loopback addresses for an issuer on localhost, else `::`, all IPv6 and IPv4 addresses (`0.0.0.0` if this computer has no IPv6).',
      ),
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
        'Reverse proxies whose `X-Forwarded-For` is trusted, as addresses (`10.0.0.10`) or networks (`10.0.0.0/8`, `fd00::/8`); it is used for limits and logs only.',
      ),
    maxConnections: z
      .int()
      .min(10)
      .max(1_000_000)
      .default(4_096)
      .describe(
        'The maximum number of open connections per process. Beyond it, each new connection closes the one that has kept the server waiting longest.',
      ),
    maxConnectionsPerAddress: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(512)
      .describe(
        'The maximum number of connections from one address (IPv6: one /64 network). Trusted proxies and this computer are exempt.',
      ),
    allowedHosts: z
      .array(
        z.string().regex(/^[a-z0-9._-]+$/i, 'must be a host name without scheme and port, such as dev.example.com'),
      )
      .default([])
      .describe(
        'Additional host names for a server whose issuer is on localhost. It refuses all others, to prevent DNS rebinding.',
      ),
  })
  .prefault({})
  .describe('The address and port to listen on, and connection limits.')

/** Serving https without a proxy in front. */
export const tls = z
  .strictObject({
    cert: z.string().describe('A file with the certificate chain, PEM.'),
    key: z.string().describe('A file with the private key, PEM.'),
  })
  .optional()
  .describe('Serve https directly. Default: plain http, for a reverse proxy that terminates TLS.')
