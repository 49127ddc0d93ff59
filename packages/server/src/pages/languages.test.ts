import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createBrowser } from '../../../../conformance/browser/browser.ts'
import { encode } from '../../../../conformance/target/target.ts'
import { chromeForTests, skeleton } from '../testing/hostile-text.ts'
import { authorizationRequest, people, startServer, type TestConfig } from '../testing/server.ts'
import { en, type Words } from '../ui/words/en.ts'
import { sessionsPage } from './account/sessions-page.ts'
import { errorPage } from './error/page.ts'
import { keysPage } from './keys/page.ts'
import { loginPage } from './login/page.ts'

const source = path.dirname(import.meta.dirname)

/** A language in which each word is English with a mark around it. */
const toy = translate(en, (text) => `‹${text}›`)

/** Translates each word, those with values too. */
function translate(words: Words, change: (text: string) => string): Words {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    if (typeof value === 'function') return (...values: unknown[]) => change(String(value(...values)))
    if (Array.isArray(value)) return value.map(walk)
    return Object.fromEntries(Object.entries(Object(value)).map(([name, inner]) => [name, walk(inner)]))
  }
  return walk(words) as Words // each word has become a word of the same kind
}

/** Reads the text of a page that is not between the marks of the toy language. */
function untranslated(html: string): readonly string[] {
  let text = html
    .replace(/<section class="developer"[\s\S]*?<\/section>/, (facts) => facts.replaceAll(/<dd>[\s\S]*?<\/dd>/g, ''))
    .replaceAll(/<span class="monogram[^<]*<\/span>/g, '')
    .replace(/<(script|title|code|bdi)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#?\w+;/g, '')
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replaceAll(/‹[^‹›]*›/g, '')
  }
  return text.match(/\p{L}+/gu) ?? []
}

/** The claim `locale` of a user is preferred to the browser's languages. */
const withoutLocale = ({ accounts }: TestConfig) => ({ accounts: accounts.map(({ locale: _, ...one }) => one) })

const server = await startServer(withoutLocale, { languages: { 'x-toy': toy, de: toy } })
const german = { headers: { 'accept-language': 'de-CH, en;q=0.5' } }

test('a page is in the language that the browser prefers, and says so', async () => {
  const page = await server.fetch(new Request(`${server.issuer}/login`, german))
  const html = await page.text()
  assert.match(html, /<html lang="de">/)
  assert.match(html, /<button [^>]*>‹Log in›<\/button>/)
  assert.equal(page.headers.get('content-language'), 'de')
  assert.equal(page.headers.get('vary'), 'Accept-Language')
  const english = await server.fetch(new Request(`${server.issuer}/login`))
  assert.match(await english.text(), /<html lang="en">[\s\S]*>Log in<\/button>/)
  assert.equal(english.headers.get('content-language'), 'en')
})

test('each page takes all its words from the dictionary', async () => {
  const browser = createBrowser((request) => {
    request.headers.set('accept-language', german.headers['accept-language'])
    return server.fetch(request)
  })
  const { open } = browser
  const ask = (more: Readonly<Record<string, string>> = {}) =>
    `${server.issuer}/authorize?${encode(authorizationRequest('web', more).fields)}`
  const login = await browser.follow(await open(ask()))
  const pages = [login.html]
  for (const address of ['/', '/no-such-page', '/logout', '/consent?request=x', '/authorize', '/to-app']) {
    pages.push((await open(server.issuer + address)).html)
  }
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  pages.push(consent.html, (await open(`${server.issuer}/logout`)).html)
  await browser.submit(consent, 'decision', { decision: 'allow' })
  pages.push((await open(`${server.issuer}/keys`)).html, (await open(ask({ response_mode: 'form_post' }))).html)
  for (const html of pages) {
    assert.match(html, /<html lang="de">/)
    assert.deepEqual(untranslated(html), [])
  }
})

test('with one language a page does not vary', async () => {
  const single = await startServer(() => ({ languages: ['en'] }))
  const page = await single.fetch(new Request(`${single.issuer}/login`, german))
  assert.equal(page.headers.get('content-language'), null)
  assert.equal(page.headers.get('vary'), null)
  assert.match(await page.text(), /<html lang="en">/)
})

test('no translation can become markup', () => {
  const now = new Date('2026-03-10T14:05:00Z')
  const session = { id: 's', browser: { browser: undefined, system: 'Linux' }, loggedInAt: now, lastSeenAt: now }
  const write = (words: Words) => {
    const chrome = { ...chromeForTests, words }
    const shared = { chrome, csrfToken: 't', now, changeAction: '/a', takeBackAction: '/b' }
    return [
      loginPage({ chrome, action: '/login', csrfToken: 't', client: { name: 'App' }, isRefused: true }),
      errorPage({ chrome, title: 'x', message: 'x', errorId: 'x', developer: { error: 'x', description: 'x' } }),
      keysPage({
        ...shared,
        keys: [],
        counts: { all: 9, found: 9, pages: 3, unused: 2 },
        query: { search: 'x', order: 'name', page: 2 },
        keysPath: '/keys',
        undoAction: '/e',
        sessionsHref: '/c',
      }),
      sessionsPage({ ...shared, sessions: [{ ...session, current: true }], endAction: '/c', endAllAction: '/d' }),
    ].map(skeleton)
  }
  for (const payload of ['<script>alert(1)</script>', '" onmouseover="alert(1)', "'><img src=x onerror=alert(1)>"]) {
    assert.deepEqual(write(translate(en, (text) => `${payload}${text}`)), write(en))
  }
})

test('the page files contain no words: all are in the dictionary', () => {
  const files = globSync(['ui/*.ts', 'pages/**/*.ts'], { cwd: source }).filter(
    (file) => !/\.test(?:ing)?\.ts$/.test(file),
  )
  assert.ok(files.length > 40)
  const found = files.flatMap((file) =>
    findWords(readFileSync(path.join(source, file), 'utf8')).map((text) => `${file}: ${text}`),
  )
  assert.deepEqual(found, [])
})

const hole = /\$\{(?:[^{}]|\{[^{}]*\})*\}?/g
const attribute = / (?:[a-z-]+="[^"]*"|checked|selected|open|autofocus|required|code-input|data-guarded)/g

/** Finds letters between the tags of a template, and titles, labels and the like that are literals. */
function findWords(code: string): readonly string[] {
  const templates = [...code.matchAll(/html`((?:[^`$]|\$(?!\{)|\$\{(?:[^`{}]|\{[^`{}]*\})*\})*)/g)]
  const texts = templates.flatMap(([, text = '']) => {
    const words = text
      .replaceAll(hole, '')
      .replaceAll(/<[^>]*>?/g, '')
      .replaceAll(attribute, '')
    return words.match(/[^\n]*\p{L}{2}[^\n]*/gu) ?? []
  })
  const literals = code.match(/\b(?:title|label|text|legend|hint|about|message|advice): ['`]\p{L}[^\n]*/gu) ?? []
  const labels = code.match(/aria-label="\p{L}[^\n]*/gu) ?? []
  return [...texts, ...literals, ...labels]
}
