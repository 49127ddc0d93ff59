import { createHash, randomBytes } from 'node:crypto'
import type { ServerNode } from '../environment/server-node.ts'
import { clients } from '../environment/setup.ts'
import { type Answer, send } from './http.ts'
import { type Code, describe, redeem } from './oauth.ts'

/** A browser without scripts at one issuer, wherever its requests are sent. */
export interface Browser {
  readonly cookie: string
  get(node: ServerNode, path: string): Promise<Answer>
  post(node: ServerNode, path: string, form: URLSearchParams): Promise<Answer>
  /** Makes another browser that has the same cookies now. */
  copy(): Browser
}

/** A user with a password. */
export interface Person {
  readonly username: string
  readonly password: string
}

/** A form of a page with its values. */
export interface Form {
  readonly action: string
  readonly fields: URLSearchParams
}

/** Creates a browser without cookies that seems to come from `address`. */
export function createBrowser(address = '192.0.2.1', first: Iterable<readonly [string, string]> = []): Browser {
  const cookies = new Map<string, string>(first)
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  async function visit(node: ServerNode, path: string, form?: URLSearchParams): Promise<Answer> {
    const posting = { origin: `http://${node.host}`, 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await send(node, {
      method: form === undefined ? 'GET' : 'POST',
      path,
      headers: {
        accept: 'text/html',
        cookie: cookie(),
        'x-forwarded-for': address,
        ...(form === undefined ? {} : posting),
      },
      ...(form === undefined ? {} : { body: form.toString() }),
    })
    for (const field of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(field) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    get cookie() {
      return cookie()
    },
    get: (node, path) => visit(node, path),
    post: visit,
    copy: () => createBrowser(address, cookies),
  }
}

/** Finds the form of a page that has a field of this name, with its current values and every checkbox ticked. */
export function formWith(answer: Answer, name: string): Form {
  for (const [, tag = '', content = ''] of answer.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const inputs = [...content.matchAll(/<(?:input|button)\b([^>]*)>/g)].map(([, rest = '']) => rest)
    if (!inputs.some((rest) => attribute(rest, 'name') === name)) continue
    const kept = inputs.filter((rest) => /^(hidden|checkbox)$/.test(attribute(rest, 'type')))
    const fields = new URLSearchParams(kept.map((rest) => [attribute(rest, 'name'), attribute(rest, 'value')]))
    return { action: attribute(tag, 'action'), fields }
  }
  throw new Error(`no form with a field ${name}: ${describe(answer)}`)
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}

/** An authorization request for an ID token and access, with the secret that its code is redeemed with. */
export function authorizationRequest(): { readonly path: string } & Omit<Code, 'code'> {
  const nonce = randomBytes(16).toString('base64url')
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clients.web.id,
    redirect_uri: clients.web.redirectUri,
    scope: clients.web.scope,
    nonce,
    state: randomBytes(8).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  return { path: `/authorize?${query}`, verifier, nonce }
}

/** Opens an authorization request and goes as far as the consent page, signing in on the way. */
export async function openConsent(
  browser: Browser,
  node: ServerNode,
  person: Person,
): Promise<{ readonly page: Answer; readonly verifier: string }> {
  const { path, verifier } = authorizationRequest()
  return { page: await logIn(browser, node, { person, path }), verifier }
}

/** Opens a page, logs in if it asks for the password, and returns the page after that. */
export async function logIn(
  browser: Browser,
  node: ServerNode,
  { person, path }: { readonly person: Person; readonly path: string },
): Promise<Answer> {
  const page = await follow(browser, node, await browser.get(node, path))
  if (!page.text.includes('name="password"')) return page
  const { action, fields } = formWith(page, 'username')
  fields.set('username', person.username)
  fields.set('password', person.password)
  return follow(browser, node, await browser.post(node, pathOf(action), fields))
}

/**
 * Signs a user in and authorizes the web client for the longest duration. The client keeps its token family: revoking the last token family would revoke the authorization, and later requests would need consent.
 */
export async function signIn(node: ServerNode, person: Person): Promise<Browser> {
  const browser = createBrowser()
  const { page, verifier } = await openConsent(browser, node, person)
  if (codeOf(page) !== undefined) return browser
  const { action, fields } = formWith(page, 'decision')
  fields.set('decision', 'allow')
  fields.set('duration', 'always')
  const answer = await browser.post(node, pathOf(action), fields)
  const code = codeOf(answer)
  if (code === undefined) throw new Error(`no code after consent: ${describe(answer)}`)
  const redeemed = await redeem(node, { code, verifier })
  if (redeemed.status !== 200) throw new Error(`no tokens after consent: ${describe(redeemed)}`)
  return browser
}

/** Gets a code without a page, because the authorization exists. @throws NoAnswer, Error if no code comes */
export async function authorize(browser: Browser, node: ServerNode): Promise<Code> {
  const { path, verifier, nonce } = authorizationRequest()
  const answer = await browser.get(node, path)
  const code = codeOf(answer)
  if (code === undefined) throw new Error(`no code: ${describe(answer)}`)
  return { code, verifier, nonce }
}

/** Reads the code in a redirect to the web client; undefined if there is none. */
export function codeOf({ headers: { location = '' } }: Answer): string | undefined {
  if (!location.startsWith(clients.web.redirectUri)) return undefined
  return new URL(location).searchParams.get('code') ?? undefined
}

/** The path and query of an address, wherever it points. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address, 'http://localhost')
  return pathname + search
}

async function follow(browser: Browser, node: ServerNode, first: Answer): Promise<Answer> {
  let page = first
  for (let step = 0; step < 5; step++) {
    const { location } = page.headers
    if (location === undefined || location.startsWith(clients.web.redirectUri)) return page
    page = await browser.get(node, pathOf(location))
  }
  return page
}
