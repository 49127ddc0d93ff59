import { type Cookies, createCookies } from './cookies.ts'
import { fillForm, findForm, readForms, type Values } from './forms.ts'

/** The response to one request of the browser. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly html: string
  /** The absolute URL of the redirect. */
  readonly location: string | undefined
}

/** A browser without scripts: cookies, forms, and redirects that are followed one at a time. */
export interface Browser {
  readonly cookies: Cookies
  open(url: string | URL): Promise<Page>
  /** Posts form-encoded text, as a form on a page of `from` would. */
  post(url: string | URL, body: URLSearchParams | string, from?: URL, headers?: HeadersInit): Promise<Page>
  /** Submits the form that has a field called `name`, with its current values except for `values`. */
  submit(page: Page, name: string, values?: Values): Promise<Page>
  /** Follows redirects for as long as they stay within `origin`. */
  follow(page: Page, origin?: string): Promise<Page>
}

/** Sends a request and follows no redirect. */
export type Send = (request: Request) => Promise<Response>

const mostRedirects = 10

/** Creates a browser. */
export function createBrowser(send: Send = fetch): Browser {
  const cookies = createCookies()

  async function request(url: URL, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers)
    headers.set('accept', 'text/html')
    const cookie = cookies.header(url.pathname)
    if (cookie !== '') headers.set('cookie', cookie)
    const response = await send(new Request(url, { ...init, headers, redirect: 'manual' }))
    cookies.store(response.headers.getSetCookie())
    const target = response.headers.get('location')
    const location = target === null ? undefined : URL.canParse(target) ? target : new URL(target, url).href
    return { url, status: response.status, headers: response.headers, html: await response.text(), location }
  }

  const browser: Browser = {
    cookies,
    open: (url) => request(new URL(url), {}),
    post(url, body, from, extra) {
      const origin = from === undefined ? {} : { origin: from.origin, 'sec-fetch-site': 'same-origin' }
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...origin }
      return request(new URL(url), {
        method: 'POST',
        body: body.toString(),
        headers: { ...headers, ...Object.fromEntries(new Headers(extra)) },
      })
    },
    submit(page, name, values = {}) {
      const form = findForm(page.html, name)
      if (form === undefined) throw new Error(`no form with a field ${name} at ${page.url} (${page.status})`)
      return browser.post(new URL(form.action, page.url), fillForm(form, values), page.url)
    },
    async follow(page, origin = page.url.origin) {
      let last = page
      for (let step = 0; step < mostRedirects; step++) {
        if (last.location === undefined || new URL(last.location).origin !== origin) return last
        last = await browser.open(last.location)
      }
      throw new Error(`still redirected after ${mostRedirects} steps, at ${last.url}`)
    },
  }
  return browser
}

/** The user who logs in. */
export interface Person {
  readonly username: string
  readonly password: string
}

/** The choices of the user on the consent page. */
export interface Consent {
  readonly decision?: 'allow' | 'deny'
  /** Scopes left ticked; all by default. */
  readonly scope?: readonly string[] | undefined
  readonly duration?: string | undefined
}

/**
 * Follows an authorization request to its end as a user would: logs in if there is a form with `username`
 * and `password`, decides if there is one with `decision`, and stops at a redirect to another site or at any other page.
 */
export async function walk(browser: Browser, start: Page, person: Person, consent: Consent = {}): Promise<Page> {
  const { origin } = start.url
  let page = await browser.follow(start, origin)
  if (findForm(page.html, 'password')) {
    page = await browser.follow(await browser.submit(page, 'username', { ...person }), origin)
  }
  const form = findForm(page.html, 'decision')
  if (form === undefined) return page
  const boxes = form.fields.filter(({ type, name }) => type === 'checkbox' && name === 'scope')
  const scope = consent.scope ?? boxes.map((box) => box.value)
  const chosen = { ...(boxes.length === 0 ? {} : { scope }), decision: consent.decision ?? 'allow' }
  const duration = consent.duration === undefined ? {} : { duration: consent.duration }
  return browser.follow(await browser.submit(page, 'decision', { ...chosen, ...duration }), origin)
}

/** Reads a page that posts itself to another site (OAuth 2.0 Form Post Response Mode §2); undefined for any other page. */
export function readFormPost(page: Page): { readonly action: string; readonly fields: URLSearchParams } | undefined {
  const form = readForms(page.html).find(
    ({ action, method }) => method === 'post' && URL.canParse(action) && new URL(action).origin !== page.url.origin,
  )
  return form && { action: form.action, fields: fillForm(form, {}) }
}
