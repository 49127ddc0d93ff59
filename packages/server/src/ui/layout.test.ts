import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests, tagsOf } from '../testing/hostile-text.ts'
import { html } from './html.ts'
import { type Page, page } from './layout.ts'
import { autoSubmit, showPassword, submitOnce } from './scripts.ts'
import { toStyleSheet } from './style-sheet.ts'

const props: Page = { ...chromeForTests, title: 'A page', body: html`<h1>A page</h1>`, script: submitOnce }

test('a page has a language, a viewport, both colour schemes, a skip link and one main landmark', () => {
  const document = page(props)
  assert.match(document, /^<!doctype html>\n<html lang="en">/)
  assert.match(document, /name="viewport"/)
  assert.match(document, /name="color-scheme" content="light dark"/)
  assert.match(document, /<a class="skip" href="#main">/)
  assert.equal(tagsOf(document).filter(({ name }) => name === 'main').length, 1)
})

test('no chrome value can become markup', () => {
  const { body, script, ...strings } = props
  assert.deepEqual(
    breakouts((changed: typeof strings) => page({ ...changed, body, script }), strings),
    [],
  )
})

test('a script is written only with a nonce', () => {
  assert.match(page(props), /<script nonce="bm9uY2U">/)
  assert.doesNotMatch(page({ ...props, nonce: undefined }), /<script/)
})

test('a script that could end its element is refused', () => {
  assert.throws(() => page({ ...props, script: 'x</script>' }), /must not contain/)
  for (const script of [autoSubmit, showPassword, submitOnce]) assert.doesNotMatch(script, /<\/script|<!--/i)
})

test('every form posts and carries the CSRF token', () => {
  assert.match(page(props), /<form method="post" action="\/logout">\n<input type="hidden" name="csrf" value="token-a">/)
})

test('pages load nothing from elsewhere and have no inline style', () => {
  assert.doesNotMatch(toStyleSheet(), /url\(|@import|https?:/)
  assert.ok(tagsOf(page(props)).every(({ attributes }) => !attributes.has('style')))
})
