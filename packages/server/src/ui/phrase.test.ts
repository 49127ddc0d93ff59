import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, render } from './html.ts'
import { phrase } from './phrase.ts'

test('markup is inserted where the phrase has its value, and everything else is escaped', () => {
  const written = phrase((mark) => `<${mark(html`<b>one</b>`)} & ${mark('<two>')}>`)
  assert.equal(render(written), '&lt;<b>one</b> &amp; &lt;two&gt;&gt;')
})

test('a translation may change the order of the values, and repeat one', () => {
  const written = phrase((mark) => {
    const [one, two] = [mark(html`<i>1</i>`), mark(html`<i>2</i>`)]
    return `${two}, ${one}, ${two}`
  })
  assert.equal(render(written), '<i>2</i>, <i>1</i>, <i>2</i>')
})

test('a mark that nobody made shows nothing', () => {
  assert.equal(render(phrase((mark) => `a\ue005b${mark('c')}`)), 'abc')
})
