import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createClient } from '@valetkey/client'
import { isOwnHost } from '../is-own-host.ts'
import { createBrowsers, isOwnForm } from './browsers.ts'
import { createContacts } from './contacts.ts'
import { icon } from './layout.ts'
import { problemPage } from './pages.ts'
import { routes } from './routes.ts'

/** Describes the app's place in the world. */
export interface ContactsWebOptions {
  readonly issuer: string
  readonly apiUrl: string
  /** Identifier of the Contacts API (RFC 8707). */
  readonly resource: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly port: number
  /** Address to listen at; this computer alone by default. */
  readonly host?: string
}

const assets: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/style.css': { type: 'text/css', text: readFileSync(new URL('style.css', import.meta.url), 'utf8') },
  '/icon.svg': { type: 'image/svg+xml', text: icon },
}
const mostBytes = 10_000
const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Starts the contacts web app; the server returned is listening, or says `error`. */
export function createContactsWeb(options: ContactsWebOptions): Server {
  const { issuer, apiUrl, resource, clientId, clientSecret, redirectUri, port, host = '127.0.0.1' } = options
  const client = createClient({ issuer, clientId, clientSecret, redirectUri, resource })
  const browsers = createBrowsers(redirectUri.startsWith('https:'))
  const contacts = createContacts(apiUrl)
  const scope = ['read', 'create', 'delete']

  /** Redirects if this app is reached under another name of this computer: its cookie belongs to the host of the redirect URI. */
  const otherName = (host = ''): string | undefined => {
    const own = new URL(redirectUri)
    const called = URL.parse(`${own.protocol}//${host}`)
    const isOther = called && called.host !== own.host && called.port === own.port
    return isOther && localNames.has(called.hostname) && localNames.has(own.hostname) ? own.origin : undefined
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', redirectUri)
    if (!url) return send(response, 400, problemPage('This address cannot be read', 'Check it and try again.'))
    if (!isOwnHost(request.headers.host, redirectUri)) {
      return send(response, 421, problemPage('This app has another address', `Open ${new URL(redirectUri).origin}/`))
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const other = otherName(request.headers.host)
    if (other && method === 'GET') {
      response.setHeader('location', new URL(url.pathname + url.search, other).href)
      return send(response, 303, '')
    }
    const asset = assets[url.pathname]
    if (asset && method === 'GET') return send(response, 200, asset.text, asset.type)
    const route = routes[`${method} ${url.pathname}`]
    if (!route) {
      const allow = ['GET', 'POST'].filter((name) => routes[`${name} ${url.pathname}`])
      if (allow.length > 0) response.setHeader('allow', allow.join(', '))
      return send(response, allow.length > 0 ? 405 : 404, problemPage('There is no such page', 'Check the address.'))
    }
    let browser = browsers.find(request.headers.cookie)
    const form = method === 'POST' ? await readForm(request) : new URLSearchParams()
    if (form === undefined) return send(response, 413, problemPage('Request too large', 'The form was not read.'))
    if (method === 'POST') {
      if (!browser || !isOwnForm(browser, form)) {
        const text = 'The form is from an earlier visit. Nothing was changed; go back and try once more.'
        return send(response, 403, problemPage('This form is too old', text))
      }
      if (url.pathname !== '/step-up') browser.notice = undefined
    }
    browser ??= browsers.create()
    const reply = await route({ browser, url, form, client, contacts, issuer, scope })
    if ('location' in reply && reply.renew) browser = browsers.renew(browser)
    response.setHeader('set-cookie', browsers.cookie(browser))
    if ('page' in reply) return send(response, reply.status ?? 200, reply.page)
    // 303, so that no browser sends a form on to another server (RFC 9700 §4.12).
    response.setHeader('location', reply.location)
    send(response, 303, '')
  }

  const formAction = `form-action 'self' ${new URL(issuer).origin}`
  const server = createServer((request, response) => {
    const policy = `default-src 'none'; style-src 'self'; img-src 'self'; ${formAction}; frame-ancestors 'none'; base-uri 'none'`
    response.setHeader('content-security-policy', policy)
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('x-content-type-options', 'nosniff')
    answer(request, response).catch((thrown: unknown) => {
      console.error(thrown)
      const page = problemPage('Something went wrong', 'It is not your fault, and nothing was lost. Try again.')
      if (!response.headersSent) send(response, 500, page)
    })
  })
  return server.listen(port, host)
}

function send(response: ServerResponse, status: number, text: string, type = 'text/html'): void {
  response.setHeader('cache-control', type === 'text/html' ? 'no-store' : 'max-age=300')
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` })
  response.end(text)
}

/** Reads a form; undefined if it is too large. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Read to the end, so that the response arrives, but kept no further than allowed.
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= mostBytes) chunks.push(chunk)
  }
  return bytes > mostBytes ? undefined : new URLSearchParams(Buffer.concat(chunks).toString())
}
