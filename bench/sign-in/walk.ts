import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { Cookies } from './cookies.ts'
import { type Form, readForms } from './forms.ts'

/** The user who signs in. */
export interface Person {
  readonly username: string
  readonly password: string
}

interface Page {
  readonly url: URL
  readonly status: number
  readonly location: string | undefined
  readonly body: string
}

/**
 * Goes through the pages of any server like a user with a browser: opens `start`, signs in, allows all scopes
 * for the longest duration, and stops at the redirect to `redirectUri`.
 * @throws Error with the text of the page if the flow ends elsewhere
 */
export async function walk(
  start: string,
  redirectUri: string,
  person: Person,
  cookies = new Cookies(),
): Promise<Cookies> {
  let page = await open(cookies, 'GET', new URL(start))
  for (let step = 0; step < 20; step++) {
    if (page.location !== undefined) {
      if (page.location.startsWith(`${redirectUri}?`)) {
        const code = new URL(page.location).searchParams.get('code')
        if (code === null) throw new Error(`the server refused: ${page.location}`)
        return cookies
      }
      page = await open(cookies, 'GET', new URL(page.location, page.url))
      continue
    }
    const form = nextForm(page)
    const target = new URL(form.action, page.url)
    page = await open(cookies, 'POST', target, fill(form, person).toString(), page.url)
  }
  throw new Error(`still not back at the app after 20 steps; at ${page.url}`)
}

/** Chooses the form to submit: login or consent. */
function nextForm(page: Page): Form {
  const forms = readForms(page.body)
  const named = (name: string) => forms.find(({ fields }) => fields.some((field) => field.name === name))
  const form = named('username') ?? named('decision') ?? named('scope')
  if (form === undefined) throw new Error(`no login or consent form (${page.status} at ${page.url}): ${page.body}`)
  return form
}

function fill(form: Form, person: Person): URLSearchParams {
  const filled = new URLSearchParams()
  for (const { type, name, value } of form.fields) {
    if (name === 'username') filled.set(name, person.username)
    else if (name === 'password') filled.set(name, person.password)
    else if (type === 'checkbox') filled.append(name, value || 'on')
    else if (type === 'hidden') filled.append(name, value)
    // The last choice of a group, which is the longest duration.
    else if (type === 'radio') filled.set(name, value)
    else if (type === 'submit' && name === 'decision' && value === 'allow') filled.set(name, value)
  }
  return filled
}

async function open(cookies: Cookies, method: string, url: URL, body?: string, from?: URL): Promise<Page> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const cookie = cookies.header(url.pathname)
    const headers = {
      accept: 'text/html',
      host: url.host,
      ...(cookie === '' ? {} : { cookie }),
      ...(from === undefined ? {} : { origin: from.origin, referer: from.href, 'sec-fetch-site': 'same-origin' }),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    // The servers listen on 127.0.0.1; "localhost" may resolve to something else first.
    request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, method, headers, agent: false },
      resolve,
    )
      .on('error', reject)
      .end(body)
  })
  cookies.store(response.headers['set-cookie'] ?? [], url.pathname)
  return { url, status: response.statusCode ?? 0, location: response.headers.location, body: await text(response) }
}
