import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Client, createClient } from '@valetkey/client'
import { type Browser, createBrowsers, isOwnForm } from './browsers.ts'
import { isOwnHost } from './is-own-host.ts'
import { type Brand, problemPage } from './layout.ts'
import { endSessions } from './sign-in.ts'

/** Describes an app's place in the world. */
export interface AppOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly port: number
  /** Address to listen at; this computer alone by default. */
  readonly host?: string
}

/** What a route may use. */
export interface Visit<State> {
  readonly browser: Browser<State>
  readonly url: URL
  readonly form: URLSearchParams
  readonly client: Client
  readonly issuer: string
  /** The app's own address, to which the browser returns after signing out. */
  readonly home: string
}

/** Handles a request: returns a page or a redirect. */
export type Reply =
  | { readonly page: string; readonly status?: number }
  | { readonly location: string; readonly renew?: boolean }

/** What makes an app this app. */
export interface App<State> {
  readonly brand: Brand
  readonly icon: string
  readonly cookieName: string
  /** The API of its tokens (RFC 8707). */
  readonly resource?: string
  readonly newState: () => State
  /** By method and path. A POST reaches its route only with a form that was made for this browser. */
  readonly routes: Readonly<Record<string, (visit: Visit<State>) => Promise<Reply>>>
}

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8')
const mostBytes = 20_000
const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Starts an app; the server returned is listening, or says `error`. */
export function createApp<State>(app: App<State>, options: AppOptions): Server {
  const { brand, icon, cookieName, resource, newState, routes } = app
  const { issuer, clientId, clientSecret, redirectUri, port, host = '127.0.0.1' } = options
  const client = createClient({ issuer, clientId, clientSecret, redirectUri, resource })
  const browsers = createBrowsers(cookieName, redirectUri.startsWith('https:'), newState)
  const home = new URL('/', redirectUri).href
  const problem = (title: string, text: string) => problemPage(brand, title, text)
  const assets: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/style.css': ['text/css', style],
    '/icon.svg': ['image/svg+xml', icon],
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', redirectUri)
    if (!url) return send(response, 400, problem('This address cannot be read', 'Check it and try again.'))
    if (!isOwnHost(request.headers.host, redirectUri)) {
      return send(response, 421, problem('This app has another address', `Open ${home}`))
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const other = otherName(request.headers.host, redirectUri)
    if (other && method === 'GET') {
      response.setHeader('location', new URL(url.pathname + url.search, other).href)
      return send(response, 303, '')
    }
    const [type, text] = (method === 'GET' && assets[url.pathname]) || []
    if (text !== undefined) return send(response, 200, text, type)
    // Sent by the authorization server, which has neither cookie nor form of ours: the token in it proves who sent it.
    const isLogout = method === 'POST' && url.pathname === '/backchannel-logout'
    const route = routes[`${method} ${url.pathname}`]
    if (!route && !isLogout) {
      const allow = ['GET', 'POST'].filter((name) => routes[`${name} ${url.pathname}`])
      if (allow.length > 0) response.setHeader('allow', allow.join(', '))
      return send(response, allow.length > 0 ? 405 : 404, problem('There is no such page', 'Check the address.'))
    }
    let browser = browsers.find(request.headers.cookie)
    const form = method === 'POST' ? await readForm(request) : new URLSearchParams()
    if (form === undefined) return send(response, 413, problem('Request too large', 'The form was not read.'))
    if (!route) {
      const { status, body } = await endSessions(browsers, client, form)
      return send(response, status, body, 'application/json')
    }
    if (method === 'POST' && !(browser && isOwnForm(browser, form))) {
      const text = 'The form is from an earlier visit. Nothing was changed; go back and try once more.'
      return send(response, 403, problem('This form is too old', text))
    }
    browser ??= browsers.create()
    const reply = await route({ browser, url, form, client, issuer, home })
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
      const page = problem('Something went wrong', 'It is not your fault, and nothing was lost. Try again.')
      if (!response.headersSent) send(response, 500, page)
    })
  })
  return server.listen(port, host)
}

/** Redirects if this app is reached under another name of this computer: its cookie belongs to the host of the redirect URI. */
function otherName(host: string | undefined, redirectUri: string): string | undefined {
  const own = new URL(redirectUri)
  const called = URL.parse(`${own.protocol}//${host ?? ''}`)
  const isOther = called && called.host !== own.host && called.port === own.port
  return isOther && localNames.has(called.hostname) && localNames.has(own.hostname) ? own.origin : undefined
}

function send(response: ServerResponse, status: number, text: string, type = 'text/html'): void {
  response.setHeader('cache-control', /html|json/.test(type) ? 'no-store' : 'max-age=300')
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
