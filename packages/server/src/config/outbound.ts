import { isIP } from 'node:net'
import { z } from 'zod'

/** A host that may be requested although it is private or plain http. */
export interface AllowedHost {
  /** As the URL standard writes it, IPv6 without brackets. */
  readonly host: string
  /** Undefined for any port. */
  readonly port: number | undefined
}

const allowedHost = z.string().refine((entry) => readHost(entry) !== undefined, {
  error: ({ input }) =>
    `must be a host (intranet.example, 10.0.0.5, [fd00::5]) or a host and a port (intranet.example:8443), and ${JSON.stringify(input)} is neither; write it without scheme, path and wildcard`,
})

export const outbound = z
  .strictObject({
    allowHosts: z
      .array(allowedHost)
      .default([])
      .describe(
        'Hosts that the server may request although their address is private or their URL is plain http: names or addresses, each with or without a port (`intranet.example`, `10.0.0.5:8443`). A name matches exactly. Link-local, multicast and cloud metadata addresses are always rejected.',
      ),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A PEM file with certificates of further certificate authorities, for all outbound connections, including the SMTP server and the LDAP directory. Default: those of Node and of `NODE_EXTRA_CA_CERTS`.',
      ),
  })
  .prefault({})
  .describe(
    'Requests of the server to URLs that clients registered or sent. They use https, reach public addresses only, and follow no redirects. A proxy is not used.',
  )

/** Reads an entry of `allowHosts`; undefined if it is no host. */
export function readHost(entry: string): AllowedHost | undefined {
  if (isIP(entry) === 6) return { host: normalize(`[${entry}]`) ?? entry, port: undefined }
  const [, name = '', port] = /^(\[[\da-f:.]+\]|[^\s:/?#@\\[\]*%]+?)(?::(\d{1,5}))?$/i.exec(entry) ?? []
  const host = name === '' ? undefined : normalize(name)
  if (host === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) === 0) return undefined
  return { host, port: port === undefined ? undefined : Number(port) }
}

function normalize(name: string): string | undefined {
  return URL.parse(`http://${name}`)
    ?.hostname.replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}
