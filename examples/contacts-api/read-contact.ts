import type { IncomingMessage } from 'node:http'
import type { Contact } from './contact-book.ts'
import { HttpError } from './http-error.ts'

const mostBytes = 10_000

/**
 * Reads the contact that a request wants to add.
 * @throws HttpError saying what is wrong with it
 */
export async function readContact(request: IncomingMessage): Promise<Omit<Contact, 'id'>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new HttpError(415, 'unsupported_media_type', 'send the contact as application/json')
  }
  const body = parse(await readText(request))
  if (typeof body !== 'object' || body === null) throw invalid('the body is not a JSON object')
  const { name, email = '' } = body as { readonly name?: unknown; readonly email?: unknown }
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100) {
    throw invalid('name: needs a text of 1 to 100 characters')
  }
  if (typeof email !== 'string' || email.length > 254 || !/^$|^[^\s@]+@[^\s@]+$/.test(email)) {
    throw invalid('email: needs an address such as ada@example.com, or nothing')
  }
  return { name: name.trim(), email }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk) // what is too much is read to its end, or the caller would not see our answer
  }
  if (size > mostBytes) throw new HttpError(413, 'content_too_large', `the body is larger than ${mostBytes} bytes`)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the body is not JSON')
  }
}

function invalid(description: string): HttpError {
  return new HttpError(400, 'invalid_request', description)
}
