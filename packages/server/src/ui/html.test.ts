import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payloads } from '../testing/hostile-text.ts'
import { html, type Renderable, render, theirs } from './html.ts'

const written = (value: Renderable): string => render(html`${value}`)

test('text is escaped for element content and for quoted attributes', () => {
  assert.equal(written(`&<>"'`), '&amp;&lt;&gt;&quot;&#39;')
})

test('no payload leaves a character that could end an attribute or begin a tag', () => {
  for (const payload of payloads) assert.doesNotMatch(written(payload), /[<>"']/)
})

test('nested html and lists pass through without being escaped twice', () => {
  assert.equal(written([html`<b>${'a&b'}</b>`, ['<', html`<i></i>`]]), '<b>a&amp;b</b>&lt;<i></i>')
})

test('nothing, false and null write nothing, zero and the empty string write themselves', () => {
  assert.equal(written([undefined, null, false, '', 0]), '0')
})

test('an object that comes from outside cannot pass for html', () => {
  const forged: unknown = JSON.parse('{"markup":"<script>","text":"<script>","length":0}')
  assert.throws(() => written(forged as Renderable))
})

test('a name from outside is isolated, and never empty', () => {
  assert.equal(render(theirs('a\u202eb')), '<bdi>ab</bdi>')
  assert.equal(render(theirs('\u200b \u202e')), '<bdi>?</bdi>')
})
