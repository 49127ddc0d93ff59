import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrowser } from '../../../../conformance/browser/browser.ts'
import { encode } from '../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer, type TestConfig } from '../testing/server.ts'
import { en } from '../ui/words/en.ts'

const languages = { de: en, fr: en, ar: en }

const translated = (config: TestConfig) => ({
  accounts: config.accounts.map((one) => (one.username === 'alice' ? { ...one, locale: 'fr-CA' } : one)),
  apis: config.apis.map((api) => ({
    ...api,
    names: { fr: `${api.name} (français)` },
    scopes: (api.scopes as readonly { readonly name: string }[]).map((scope) => ({
      ...scope,
      descriptions: { fr: `droit ${scope.name}`, de: 'Recht' },
    })),
  })),
})

const prefer = (server: Awaited<ReturnType<typeof startServer>>, language: string) =>
  createBrowser((request) => {
    request.headers.set('accept-language', language)
    return server.fetch(request)
  })

const ask = (issuer: string, more: Readonly<Record<string, string>> = {}) =>
  `${issuer}/authorize?${encode(authorizationRequest('web', more).fields)}`

const langOf = (html: string) => /<html lang="([^"]+)"/.exec(html)?.[1]

test('what the app asks for comes before what the user chose, and that before what the browser prefers', async () => {
  const server = await startServer(translated, { languages })
  const browser = prefer(server, 'de')
  const login = await browser.follow(await browser.open(ask(server.issuer)))
  assert.equal(langOf(login.html), 'de')
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.equal(langOf(consent.html), 'fr')
  const asked = await browser.follow(await browser.open(ask(server.issuer, { ui_locales: 'ar de' })))
  assert.equal(langOf(asked.html), 'ar')
})

test('a right has the name and the description of the language of the page', async () => {
  const server = await startServer(translated, { languages })
  const browser = prefer(server, 'en')
  const login = await browser.follow(await browser.open(ask(server.issuer, { scope: 'read' })))
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(consent.html, /droit read/)
  assert.match(consent.html, /\(français\)/)
  await browser.submit(consent, 'decision', { decision: 'allow' })
  const keys = await browser.open(`${server.issuer}/keys`)
  assert.match(keys.html, /\(français\)[\s\S]*droit read/)
  const [path = ''] = /\/keys\/(?!unused)[\w-]{16,}/.exec(keys.html) ?? []
  assert.match((await browser.open(server.issuer + path)).html, /droit read/)
  const german = await browser.follow(
    await browser.open(ask(server.issuer, { scope: 'read', prompt: 'consent', ui_locales: 'de' })),
  )
  assert.match(german.html, /Recht/)
  assert.doesNotMatch(german.html, /français/)
})

test('a page in a language that is written from right to left says so', async () => {
  const server = await startServer(() => ({}), { languages })
  const login = await prefer(server, 'ar-EG').open(`${server.issuer}/login`)
  assert.match(login.html, /<html lang="ar" dir="rtl">/)
  assert.doesNotMatch((await prefer(server, 'de').open(`${server.issuer}/login`)).html, /dir="rtl"/)
})

test('the operator chooses the languages; the first is for users who prefer none of them', async () => {
  const server = await startServer(() => ({ languages: ['de', 'en'] }), { languages })
  assert.equal(langOf((await prefer(server, 'fr').open(`${server.issuer}/login`)).html), 'de')
  assert.equal(langOf((await prefer(server, 'en').open(`${server.issuer}/login`)).html), 'en')
  const metadata = await server.fetch(new Request(`${server.issuer}/.well-known/openid-configuration`))
  const { ui_locales_supported: supported } = (await metadata.json()) as { readonly ui_locales_supported: unknown }
  assert.deepEqual(supported, ['de', 'en'])
  const start = startServer(() => ({ languages: ['tlh'] }), { languages })
  await assert.rejects(start, /languages: there are no pages in tlh; those that exist are en/)
})
