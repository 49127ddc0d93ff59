import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Demo } from '../examples/start-demo.ts'
import type { DrivenWindow } from './driven-window.ts'
import { startSite } from './site.ts'
import { noWebKit, startWebKit } from './webkit.ts'

const skip = noWebKit
let site: Demo
let browser: DrivenWindow
before(async () => {
  if (skip) return
  site = await startSite()
  browser = await startWebKit()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('WebKit keeps the cookies of http://localhost: login, consent, the app and My keys', { skip }, async () => {
  await browser.open(site.web)
  await browser.click('#connect')
  await browser.type('[name=username]', 'alice')
  await browser.type('[name=password]', 'wonderland')
  await browser.click('main button[type=submit]:not(.reveal)')
  await browser.until("document.querySelector('[value=allow]:not([aria-disabled])') !== null")
  const { port } = new URL(site.issuer)
  const cookies = await browser.cookies()
  const ours = cookies.filter(({ name }) => name.startsWith('valetkey-'))
  assert.deepEqual(ours.map(({ name }) => name).sort(), [`valetkey-browser-${port}`, `valetkey-session-${port}`])
  for (const { httpOnly, secure } of ours) assert.deepEqual({ httpOnly, secure }, { httpOnly: true, secure: false })
  const allow =
    "(({ bottom }) => bottom > 0 && bottom <= innerHeight)(document.querySelector('[value=allow]').getBoundingClientRect())"
  assert.equal(await browser.until(allow), true, 'Allow is visible without scrolling')
  await browser.click('[value=allow]')
  await browser.until("document.querySelector('.contact') !== null")
  assert.equal(new URL(await browser.url()).origin, site.web)
  await browser.open(`${site.issuer}/keys`)
  await browser.until("location.pathname === '/keys' && document.querySelector('main article') !== null")
  assert.match(await browser.until<string>("document.querySelector('main').textContent"), /Cardwheel/)
})
