import { type AddressInfo, type Socket, Server as TcpServer } from 'node:net'

export interface Place {
  /** The first must exist; others are bound if this computer has them. `::` includes IPv4. */
  readonly hosts: readonly string[]
  readonly port: number
  /** Receives a further address whose port belongs to another program. */
  readonly note: (sentence: string) => void
}

export interface OpenPort {
  readonly host: string
  readonly port: number
  /** Servers of further addresses, which pass their connections on. */
  readonly others: readonly TcpServer[]
}

/** Errors for an address that this computer does not have; a disabled address family looks the same. */
const absent: ReadonlySet<unknown> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])

/** Binds a server to its addresses. @throws Error with `code`, such as `EADDRINUSE` or `EACCES` */
export async function openPort(server: TcpServer, { hosts, port, note }: Place): Promise<OpenPort> {
  const [first = '::', ...further] = hosts
  const host = await bind(server, first, port).catch((error) => {
    if (first !== '::' || !absent.has(codeOf(error))) throw error
    return bind(server, '0.0.0.0', port)
  })
  const bound = (server.address() as AddressInfo).port // a TCP server has no other kind of address
  const others: TcpServer[] = []
  for (const one of further) {
    const other = new TcpServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
      server.emit('connection', socket)
    })
    try {
      await bind(other, one, bound)
      others.push(other)
    } catch (error) {
      if (absent.has(codeOf(error))) continue
      note(
        `${writeHost(one)}:${bound} belongs to another program: localhost may lead there instead of ${host}:${bound}`,
      )
    }
  }
  return { host, port: bound, others }
}

/** Writes an address as in URLs. */
export function writeHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function bind(server: TcpServer, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(host)
    })
  })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
