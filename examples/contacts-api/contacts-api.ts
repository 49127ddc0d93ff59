import { createServer, type Server, type ServerResponse } from 'node:http'
import { type GuardOptions, guard, type NodeHandler, tokenOf } from '@valetkey/guard/node'
import { isOwnHost } from '../shared/is-own-host.ts'
import { type ContactBooks, createContactBooks } from './contact-book.ts'
import { HttpError } from './http-error.ts'
import { readContact } from './read-contact.ts'

/** Says whose tokens the Contacts API takes, and how it asks about them. */
export type ContactsApiOptions = Pick<GuardOptions, 'issuer' | 'introspection'> & {
  readonly audience: string
  /**
   * The identifier of a second API below the first, such as `http://localhost:4001/brief`: it has the same contacts, and
   * takes only tokens of its own, to the second at which they expire.
   */
  readonly brief?: string
  /** A file to keep the contacts in; without one they are gone when the process ends. */
  readonly file?: string
}

/** Creates the Contacts API as a server that does not listen yet. */
export function createContactsApi({ file, brief, ...options }: ContactsApiOptions): Server {
  const books = createContactBooks(file)
  const routes = [...contactsRoutes('Contacts', '', options, books), ...briefRoutes(brief, options, books)]
  return createServer(async (request, response) => {
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      response.writeHead(204).end()
      return
    }
    try {
      if (!isOwnHost(request.headers.host, options.audience)) {
        throw new HttpError(421, 'misdirected', 'this API is not reached under this Host')
      }
      await findHandler(routes, request.method, pathOf(request.url))(request, response)
    } catch (error) {
      sendError(response, error)
    }
  })
}

function briefRoutes(brief: string | undefined, options: GuardOptions, books: ContactBooks): readonly Route[] {
  if (brief === undefined) return []
  const base = new URL(brief).pathname
  return contactsRoutes('Brief contacts', base, { ...options, audience: brief, clockToleranceSeconds: 0 }, books)
}

/** Lists the routes of one API on the contacts, below a path (RFC 9728 §3.1 for its metadata). */
function contactsRoutes(
  name: string,
  base: string,
  options: GuardOptions & { readonly audience: string },
  books: ContactBooks,
): readonly Route[] {
  const metadataPath = `/.well-known/oauth-protected-resource${base}`
  const contacts = guard({ ...options, resourceMetadata: new URL(metadataPath, options.audience).href })
  const about = contacts.metadata({ name, scopes: ['read', 'create', 'delete'] })

  const list = contacts.require('read')((request, response) => {
    send(response, 200, { contacts: books.list(tokenOf(request).subject) })
  })

  const create = contacts.require('create')(async (request, response) => {
    const contact = books.add(tokenOf(request).subject, await readContact(request))
    if (!contact) throw new HttpError(409, 'book_full', 'there is no room for another contact; delete one first')
    send(response, 201, contact, { location: `/contacts/${contact.id}` })
  })

  const remove = contacts.require('delete')((request, response) => {
    const id = pathOf(request.url).split('/').pop() ?? ''
    const removed = books.remove(tokenOf(request).subject, id)
    if (!removed) throw new HttpError(404, 'not_found', 'there is no such contact')
    response.writeHead(204).end()
  })

  return [
    { path: exactly(`${base}/contacts`), methods: { GET: list, HEAD: list, POST: create } },
    { path: exactly(`${base}/contacts/[^/]+`), methods: { DELETE: remove } },
    { path: exactly(metadataPath), methods: { GET: about.handler, HEAD: about.handler } },
  ]
}

/** Matches a whole path. */
const exactly = (pattern: string) => new RegExp(`^${pattern.replaceAll('.', '\\.')}$`)

/** Lets pages of any origin call this API: a token is sent on purpose, unlike a cookie, which a browser adds by itself. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
  'access-control-expose-headers': 'www-authenticate, location',
}

interface Route {
  readonly path: RegExp
  readonly methods: Readonly<Record<string, NodeHandler>>
}

function findHandler(routes: readonly Route[], method = 'GET', path: string): NodeHandler {
  const route = routes.find((one) => one.path.test(path))
  if (!route) throw new HttpError(404, 'not_found', 'there is nothing here; the contacts are at /contacts')
  const handler = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined
  if (handler) return handler
  const allow = Object.keys(route.methods).join(', ')
  throw new HttpError(405, 'method_not_allowed', `this takes ${allow}`, { allow })
}

function pathOf(url = '/'): string {
  return url.split('?', 1)[0] ?? '/'
}

function send(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
  // Whose contacts these are depends on the token: no cache between may keep them.
  const always = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, { ...always, ...headers }).end(JSON.stringify(body))
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (!(error instanceof HttpError)) console.error(error)
  const { status, code, message, headers } =
    error instanceof HttpError ? error : new HttpError(500, 'server_error', 'something went wrong on our side')
  send(response, status, { error: code, error_description: message }, headers)
}
