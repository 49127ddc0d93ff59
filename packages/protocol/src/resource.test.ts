import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameResource, normalizeResource } from './resource.ts'

test('case of scheme and host, a default port and the slash of a bare origin make no difference (RFC 3986 §6.2.2.1, §6.2.3)', () => {
  for (const [a, b] of [
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com', 'HTTPS://API.Example.com'],
    ['https://api.example.com', 'https://api.example.com:443/'],
    ['https://api.example.com/v1', 'https://api.example.com:443/v1'],
    ['http://[::1]', 'http://[::1]:80'],
    ['urn:example:api', 'URN:example:api'],
  ] as const) {
    assert.equal(isSameResource(a, b), true, `${a} ${b}`)
  }
})

test('a path, a query, a port, a user or a suffix makes another resource', () => {
  const api = 'https://api.example.com/v1'
  for (const other of [
    'https://api.example.com/v1/',
    'https://api.example.com/V1',
    'https://api.example.com/v1?x',
    'https://api.example.com:80/v1',
    'https://api.example.com:4430/v1',
    'https://x@api.example.com/v1',
    'https://api.example.com.evil/v1',
    'https://api.example.com/v1/../v1',
    'http://api.example.com/v1',
  ]) {
    assert.equal(isSameResource(api, other), false, other)
  }
})

test('a relative URI and one with a fragment name no resource (RFC 8707 §2)', () => {
  for (const bad of [
    '',
    'api',
    '/api',
    'https://api.example.com/#x',
    'https://api.example.com/ x',
    'https://api.example.com\\x',
  ]) {
    assert.equal(normalizeResource(bad), undefined, bad)
  }
})
