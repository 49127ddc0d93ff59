import { type AddressInfo, type Socket, Server as TcpServer } from 'node:net'

/** Where to listen. */
export interface Place {
  /** The first one must be there; others are bound where this computer has them. `::` includes IPv4. */
  readonly hosts: readonly string[]
  readonly port: number
  /** Is told of a further address whose port another program has. */
  readonly note: (sentence: string) => void
}

/** A port that is open. */
export interface OpenPort {
  readonly host: string
  readonly port: number
  /** Servers of the further addresses, which pass their connections on. */
  readonly others: readonly TcpServer[]
}

/** What the system says of an address that this computer does not have; a family that is off looks like either. */
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

/** Writes an address as URLs do. */
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
