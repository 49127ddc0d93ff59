import {
  type Browser,
  type Consent,
  createBrowser,
  type Page,
  type Person,
  readFormPost,
  walk,
} from '../../../conformance/browser/browser.ts'
import type { Answer, Field } from '../wire/exchange.ts'

/** The front channel of tests: a browser in which the owner logs in and consents, without scripts. */
export function createScriptedOwner(person: Person, consent: Consent = {}) {
  const browser: Browser = createBrowser()
  return async (url: string): Promise<Answer> =>
    toAnswer(await walk(browser, await browser.open(url), person, consent), url)
}

/** Reads the authorization response; a page of the server itself is like a window that the owner closes. */
function toAnswer(page: Page, request: string): Answer {
  const mode = new URL(request).searchParams.get('response_mode')
  const posted = readFormPost(page)
  if (posted !== undefined)
    return { kind: 'callback', mode: 'form_post', url: posted.action, parameters: [...posted.fields] }
  const message = /data-message="([^"]*)"/.exec(page.html)?.[1]
  if (message !== undefined) {
    const { response } = JSON.parse(message.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
    const parameters = Object.entries(response).map(([name, value]): Field => [name, String(value)])
    return { kind: 'callback', mode: 'web_message', url: page.url.href, parameters }
  }
  if (page.location === undefined) {
    return { kind: 'unreachable', reason: 'closed', message: `the server shows a page (${page.status})` }
  }
  const { hash, search } = new URL(page.location)
  const inFragment = hash !== ''
  const parameters = [...new URLSearchParams(inFragment ? hash.slice(1) : search)]
  return { kind: 'callback', mode: mode ?? (inFragment ? 'fragment' : 'query'), url: page.location, parameters }
}
