import assert from 'node:assert/strict'
import vm from 'node:vm'
import type { Browser } from '../../browser/browser.ts'
import { decodeEntities } from '../../browser/forms.ts'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'
import { authenticate } from '../../target/openid.ts'
import type { Target } from '../../target/target.ts'

export const theCheckSessionFrameSeesALogout: Rule = {
  claim: 'the page of check_session_iframe answers unchanged before a logout, and changed after it',
  clause: 'OIDC Session Management §3.2',
  async run(target) {
    target.endpoint('check_session_iframe')
    const { client, browser, hint, uri, logOut } = await beginLogout(target)
    const { fields } = await authenticate(target, client, { prompt: 'none' }, { browser })
    const { origin } = new URL(client.redirect_uri ?? '')
    const message = `${client.client_id} ${fields.get('session_state')}`
    assert.equal(await ask(target, browser, message, origin), 'unchanged')
    assert.equal(await ask(target, browser, message, 'https://other.example.com'), 'changed')
    assert.equal(await ask(target, browser, client.client_id, origin), 'error')
    await logOut({ id_token_hint: hint, post_logout_redirect_uri: uri })
    assert.equal(await ask(target, browser, message, origin), 'changed')
  },
}

/** Runs the scripts of the page with the cookies of the browser, posts a message to it, and returns what it answers. */
async function ask(target: Target, browser: Browser, data: string, origin: string): Promise<unknown> {
  const { html, url } = await browser.open(target.endpoint('check_session_iframe'))
  const listeners: ((event: object) => void)[] = []
  const window = { addEventListener: (_: string, one: (event: object) => void) => listeners.push(one) }
  const document = {
    cookie: browser.cookies.header(url.pathname),
    getElementById: (id: string) => ({ getAttribute: (name: string) => readAttribute(html, id, name) }),
  }
  const context = vm.createContext({ window, document })
  for (const [, script = ''] of html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) vm.runInContext(script, context)
  const replies = await new Promise<readonly unknown[]>((resolve) => {
    const source = { postMessage: (...reply: readonly unknown[]) => resolve(reply) }
    for (const listener of listeners) listener({ data, origin, source })
    setTimeout(() => resolve([]), 2000).unref()
  })
  assert.equal(replies[1], origin, 'the page does not answer, or to another origin')
  return replies[0]
}

function readAttribute(html: string, id: string, name: string): string | null {
  const [tag = ''] = new RegExp(`<[^>]*\\sid="${id}"[^>]*>`).exec(html) ?? []
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? null : decodeEntities(value)
}
