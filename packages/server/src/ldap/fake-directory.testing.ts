import { once } from 'node:events'
import { createServer } from 'node:net'
import { after } from 'node:test'

/** A directory that gives every search the same entry, and every bind the result that a test chose. */
export interface FakeDirectory {
  readonly url: string
  /** The result of a bind of the entry: its code, and what Active Directory writes with it. */
  result: { readonly code: number; readonly message: string }
  /** The binds, as `dn|password`. */
  readonly binds: string[]
}

export interface FakeEntry {
  readonly dn: string
  readonly attributes: Readonly<Record<string, string>>
  /** The URLs of other servers that the response to a search refers to (RFC 4511 §4.5.3). */
  readonly references?: readonly string[]
}

/** Starts one on this computer. */
export async function startFakeDirectory({ dn, attributes, references = [] }: FakeEntry): Promise<FakeDirectory> {
  const server = createServer((socket) => {
    let waiting = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      waiting = Buffer.concat([waiting, part])
      for (let message = readElement(waiting); message !== undefined; message = readElement(waiting)) {
        waiting = waiting.subarray(message.length)
        const [id, operation] = readAll(message.content)
        if (id === undefined || operation === undefined) return
        const respond = (...operations: readonly Buffer[]) => {
          for (const one of operations) socket.write(element(0x30, element(0x02, id.content), one))
        }
        if (operation.tag === 0x60) {
          const [, name, password] = readAll(operation.content)
          const isOfEntry = name?.content.toString() === dn
          one.binds.push(`${name?.content}|${password?.content}`)
          const { code, message: text } = isOfEntry ? one.result : { code: 0, message: '' }
          respond(toResult(0x61, code, text))
        }
        if (operation.tag === 0x63) {
          const members = Object.entries(attributes).map(([name, value]) =>
            element(0x30, octets(name), element(0x31, octets(value))),
          )
          respond(
            element(0x64, octets(dn), element(0x30, ...members)),
            ...references.map((url) => element(0x73, octets(url))),
            toResult(0x65, 0, ''),
          )
        }
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const address = server.address()
  const one: FakeDirectory = {
    url: `ldap://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    result: { code: 0, message: '' },
    binds: [],
  }
  return one
}

const octets = (text: string) => element(0x04, Buffer.from(text))

const toResult = (tag: number, code: number, message: string) =>
  element(tag, element(0x0a, Buffer.from([code])), octets(''), octets(message))

/** Writes an element of the Basic Encoding Rules (X.690 §8.1). */
function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

interface Element {
  readonly tag: number
  readonly content: Buffer
  /** With its head. */
  readonly length: number
}

/** Reads the first element; undefined if it is not complete. */
function readElement(bytes: Buffer): Element | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  const more = first < 128 ? 0 : first & 0x7f
  if (bytes.length < 2 + more) return undefined
  const size = more === 0 ? first : bytes.readUIntBE(2, more)
  const length = 2 + more + size
  return bytes.length < length ? undefined : { tag, content: bytes.subarray(2 + more, length), length }
}

function readAll(bytes: Buffer): readonly Element[] {
  const first = readElement(bytes)
  return first === undefined ? [] : [first, ...readAll(bytes.subarray(first.length))]
}
