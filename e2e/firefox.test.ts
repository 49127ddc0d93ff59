import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Demo } from '../examples/start-demo.ts'
import type { DrivenWindow } from './driven-window.ts'
import { noFirefox, startFirefox } from './firefox.ts'
import { startSite } from './site.ts'

const skip = noFirefox
let site: Demo
let browser: DrivenWindow
before(async () => {
  if (skip) return
  site = await startSite()
  browser = await startFirefox()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('Firefox walks the demo: login, a scope unticked, the app, My keys, revocation and logout', { skip }, async () => {
  const main = () => browser.until<string>("document.querySelector('main').textContent")
  const isAt = (heading: string) =>
    browser.until(`document.querySelector('h1')?.textContent.includes(${JSON.stringify(heading)})`)
  await browser.open(site.web)
  await browser.click('#connect')
  await browser.type('[name=username]', 'alice')
  await browser.type('[name=password]', 'wonderland')
  await browser.click('main button[type=submit]:not(.reveal)')
  await browser.until("document.querySelector('[value=allow]:not([aria-disabled])') !== null")
  const { port } = new URL(site.issuer)
  const ours = (await browser.cookies()).filter(({ name }) => name.startsWith('valetkey-'))
  assert.deepEqual(ours.map(({ name }) => name).sort(), [`valetkey-browser-${port}`, `valetkey-session-${port}`])

  await browser.click('[name=scope][value*=delete]')
  await browser.click('[value=allow]')
  await browser.until("document.querySelector('.contact') !== null")
  assert.equal(new URL(await browser.url()).origin, site.web)
  assert.match(await main(), /May not delete contacts/)

  await browser.open(`${site.issuer}/account/sessions`)
  assert.match(await main(), /Firefox on Linux/)
  await browser.open(`${site.issuer}/keys`)
  await isAt('My keys')
  assert.match(await main(), /Cardwheel/)
  await browser.until("document.querySelectorAll('[name=scope]').length === 5")
  await browser.click('form[action$="/keys/take-back"] button')
  await browser.until("document.querySelector('#result') !== null")
  assert.match(await main(), /You took the key back from Cardwheel\./)
  await browser.open(site.web)
  await browser.until("document.querySelector('#notice[data-kind=key_revoked]') !== null")

  await browser.open(`${site.issuer}/logout`)
  await browser.click('[name=decision][value=allow]')
  await browser.until("document.querySelector('#result') !== null")
  await browser.open(`${site.issuer}/keys`)
  await browser.until("document.querySelector('[name=username]') !== null")
})
