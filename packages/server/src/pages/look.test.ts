import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Page } from '../../../../conformance/browser/browser.ts'
import { people, startServer, type TestServer } from '../testing/server.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-look-'))
const logo = path.join(folder, 'logo.svg')
writeFileSync(logo, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M0 0h32v32z"/></svg>')

const brand = {
  name: 'Harbour Books',
  colour: '#7a1fa2',
  logo,
  supportUrl: 'mailto:help@books.example',
  privacyUrl: 'https://books.example/privacy',
  termsUrl: 'https://books.example/terms',
}

const get = async (server: TestServer, address: string) => {
  const reply = await server.fetch(new Request(new URL(address, server.issuer)))
  return { headers: reply.headers, status: reply.status, bytes: Buffer.from(await reply.arrayBuffer()) }
}

const styleOf = ({ html }: Page) => /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? ''

test('users of a company read its name, not the name of this project, on every page', async () => {
  const server = await startServer(() => ({ brand }))
  const browser = server.browser()
  const { issuer } = server
  const pages = [await browser.open(`${issuer}/`), await browser.open(`${issuer}/login`)]
  for (const address of ['/nothing', '/authorize?client_id=nobody', '/login?request=x', '/logout', '/consent']) {
    pages.push(await browser.open(issuer + address))
  }
  pages.push(await browser.submit(pages[1] as Page, 'username', { ...people.alice, password: 'wrong' }))
  await browser.follow(await browser.submit(pages[1] as Page, 'username', people.alice))
  for (const address of ['/keys', '/', '/logout', '/login/switch', '/login?other=yes']) {
    pages.push(await browser.open(issuer + address))
  }
  for (const page of pages.filter(({ status }) => status !== 303)) {
    const read = page.html.replaceAll(/name="[^"]*"/g, '')
    assert.doesNotMatch(read, /valet.?key/i, String(page.url))
    assert.match(read, /<title>[^<]+ · Harbour Books<\/title>/, String(page.url))
    assert.match(read, /<img class="brand-logo" src="\/assets\/logo-[\w-]+\.svg" width="32" height="32" alt="">/)
    assert.match(read, /<footer[\s\S]*href="mailto:help@books\.example"[\s\S]*privacy"[\s\S]*terms"[\s\S]*<\/footer>/)
  }
  const [, , , refused] = pages
  assert.match(refused?.html ?? '', /<code>[\w-]+<\/code>[^<]*<a href="mailto:help@books\.example"[^>]*>Get help<\/a>/)
})

test('the logo is served by the server, as a picture that runs nothing, and is the icon of the tab', async () => {
  const server = await startServer(() => ({ brand }))
  const { html } = await server.browser().open(`${server.issuer}/login`)
  const source = /class="brand-logo" src="([^"]+)"/.exec(html)?.[1] ?? ''
  assert.match(html, new RegExp(`<link rel="icon" type="image/svg\\+xml" href="${source}">`))
  const picture = await get(server, source)
  assert.equal(picture.headers.get('content-type'), 'image/svg+xml')
  assert.match(picture.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/)
  assert.equal(picture.headers.get('cache-control'), 'public, max-age=31536000, immutable')
})

test('a logo that contains the name is not followed by the name', async () => {
  const wide = path.join(folder, 'wide.svg')
  writeFileSync(wide, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32"/>')
  const server = await startServer(() => ({ brand: { ...brand, logo: wide } }))
  const { html } = await server.browser().open(`${server.issuer}/login`)
  assert.match(html, /<a class="brand" href="\/"><img [^>]*alt="Harbour Books"><\/a>/)
})

test('colours, radius and font of a brand are variables of the style sheet', async () => {
  const server = await startServer(() => ({ brand: { ...brand, radius: 0, font: 'system' } }))
  const sheet = (await get(server, styleOf(await server.browser().open(`${server.issuer}/login`)))).bytes.toString()
  assert.match(sheet, /--button: #7a1fa2;/)
  assert.match(sheet, /--round: 0;/)
  assert.doesNotMatch(sheet, /@font-face|url\(/)
})

test('the font comes from the server, in less than 60 kB, and may be kept for ever', async () => {
  const server = await startServer()
  const page = await server.browser().open(`${server.issuer}/login`)
  const style = styleOf(page)
  const sheet = (await get(server, style)).bytes.toString()
  const files = [...sheet.matchAll(/url\(([^)]+)\)/g)].map(
    ([, file = '']) => new URL(file, server.issuer + style).pathname,
  )
  assert.equal(files.length, 2)
  let size = 0
  for (const file of files) {
    const font = await get(server, file)
    assert.equal(font.status, 200)
    assert.equal(font.headers.get('content-type'), 'font/woff2')
    assert.match(font.headers.get('cache-control') ?? '', /immutable/)
    size += font.bytes.length
  }
  assert.ok(size > 20_000 && size < 60_000, `${size} bytes`)
  assert.match(sheet, /font-display: swap/)
  assert.match(sheet, /size-adjust/)
})
