import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeLink, safeTarget } from './link.ts'

test('a link leads to a web page or a path of ours, and never runs code', () => {
  for (const good of ['/keys', 'https://a.example/x?y#z', 'http://localhost:4002/', '?x=1'])
    assert.equal(safeLink(good), good)
  for (const bad of ['javascript:x', ' java\tscript:x', '\u0001JAVASCRIPT:x', 'data:text/html,x', 'com.app:/cb'])
    assert.equal(safeLink(bad), '#', bad)
})

test('a form may post to an app by its own scheme, and never runs code (RFC 8252 §7.1)', () => {
  assert.equal(safeTarget('com.example.app:/cb'), 'com.example.app:/cb')
  for (const bad of ['javascript:x', 'java\nscript:x', 'vbscript:x', 'data:x', 'blob:x', 'file:///x'])
    assert.equal(safeTarget(bad), '#', bad)
})
