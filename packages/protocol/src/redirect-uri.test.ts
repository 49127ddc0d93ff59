import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  explainRedirectUri,
  isLoopback,
  matchRedirectUri,
  redirectUriFault,
  redirectUriWarning,
} from './redirect-uri.ts'

const segment = fc.stringMatching(/^[A-Za-z0-9._~-]{1,8}$/)
const https = fc
  .tuple(segment, fc.array(segment, { maxLength: 3 }))
  .map(([host, path]) => `https://${host}.example.com/${path.join('/')}`)
const loopbackPath = fc.array(segment, { maxLength: 3 }).map((path) => `/${path.join('/')}`)
const port = fc.integer({ min: 1, max: 65_535 })

test('a registered redirect URI matches itself, and no text that differs from it (RFC 9700 §4.1.3)', () => {
  fc.assert(
    fc.property(https, fc.nat(), fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 3 }), (uri, at, extra) => {
      assert.equal(matchRedirectUri(uri, [uri]), true)
      const place = at % (uri.length + 1)
      const longer = uri.slice(0, place) + extra + uri.slice(place)
      assert.equal(matchRedirectUri(longer, [uri]), false, longer)
      const shorter = uri.slice(0, place) + uri.slice(place + 1)
      if (shorter !== uri) assert.equal(matchRedirectUri(shorter, [uri]), false, shorter)
    }),
    { numRuns: 1000 },
  )
})

test('a loopback redirect matches on any port, and on nothing else that differs (RFC 8252 §7.3)', () => {
  const hosts = fc.constantFrom('127.0.0.1', '[::1]')
  fc.assert(
    fc.property(hosts, hosts, loopbackPath, loopbackPath, port, port, (host, otherHost, path, otherPath, a, b) => {
      const registered = [`http://${host}:${a}${path}`]
      assert.equal(matchRedirectUri(`http://${host}:${b}${path}`, registered), true)
      assert.equal(matchRedirectUri(`http://${host}${path}`, registered), true)
      assert.equal(matchRedirectUri(`http://${otherHost}:${b}${path}`, registered), host === otherHost)
      assert.equal(matchRedirectUri(`http://${host}:${b}${otherPath}`, registered), path === otherPath)
      assert.equal(matchRedirectUri(`https://${host}:${b}${path}`, registered), false)
    }),
  )
})

test('any URI that matches a loopback redirect leads to this computer', () => {
  const parts = [
    'http://',
    '127.0.0.1',
    'localhost',
    '[::1]',
    ':80',
    ':',
    '@',
    '.evil.example',
    '/callback',
    '\\',
    '#',
    '?',
    '%2e',
    '/',
    '\t',
    '0',
    'x',
  ]
  const pieces = fc.array(fc.constantFrom(...parts), { maxLength: 7 })
  fc.assert(
    fc.property(pieces, (sent) => {
      const uri = `http://127.0.0.1${sent.join('')}`
      if (!matchRedirectUri(uri, ['http://127.0.0.1/callback'])) return
      assert.equal(new URL(uri).hostname, '127.0.0.1')
      assert.equal(new URL(uri).pathname, '/callback')
    }),
    { numRuns: 3000 },
  )
})

test('explains why a redirect URI may not be registered (RFC 6749 §3.1.2, RFC 8252 §7.1, RFC 9700 §2.6)', () => {
  for (const [uri, why] of [
    ['/relative', /absolute/],
    ['https://app.example.com/#', /fragment/],
    ['https://*.example.com/', /wildcard/],
    ['https://user:secret@app.example.com/', /user name/],
    ['javascript:alert(1)', /can run code/],
    ['JaVaScRiPt:alert(1)', /can run code/],
    ['data:text/html,x', /can run code/],
    ['http://app.example.com/', /is plain http to a public host; use https/],
    ['vbscript:x', /can run code/],
    ['Blob:https://app.example.com/x', /can run code/],
    ['file:///etc/passwd', /can run code/],
    ['about:blank', /can run code/],
    ['ms-msdt:/id', /can run code/],
    ['MS-OfficeCmd:x', /can run code/],
    ['search:query=x', /can run code/],
    ['view-source:https://app.example.com/', /can run code/],
    ['filesystem:https://app.example.com/x', /can run code/],
    ['java\tscript:alert(1)', /character/],
    [' javascript:alert(1)', /character/],
    ['javascript%3Aalert(1)', /absolute/],
    ['vscode://user@vendor/cb', /user name/],
    ['vscode://@vendor/cb', /user name/],
    ['vscode://vendor/cb#x', /fragment/],
    ['vscode://*/cb', /wildcard/],
    ['https:app.example.com/cb', /no \/\/ and host/],
    ['https:///app.example.com/cb', /no \/\/ and host/],
    ['http://192.168.1.5/cb', /dangerously_allow_http_redirects/],
    ['http://nas.local/cb', /dangerously_allow_http_redirects/],
    ['https://app.example.com\\@evil.example', /character/],
    ['https://app.example.com/ x', /character/],
    ['https://äpp.example.com/', /character/],
    ['https://app.example.com;frame-ancestors/', /neither a name nor an address/],
    ['https://app.example.com,evil.example/', /neither a name nor an address/],
    ["https://app'.example.com/", /neither a name nor an address/],
  ] as const) {
    const fault = redirectUriFault(uri)
    assert.match(`${fault?.what}; ${fault?.fix}`, why, uri)
    assert.match(fault?.fix ?? '', /^(?:use|write|remove|register|percent-encode|correct) /, uri)
    assert.match(fault?.clause ?? '', /^RFC \d+ §\d/, uri)
  }
  for (const uri of [
    'https://app.example.com/callback?x=1',
    'http://127.0.0.1/callback',
    'http://[::1]:8000/',
    'https://xn--pp-xia.example.com/',
    'https://web_1.internal/',
    'http://localhost:3000/',
    'com.example.app:/callback',
    'vscode://vendor.extension/callback',
    'cursor://anysphere.cursor-retrieval/oauth/callback',
    'myapp:/callback',
  ]) {
    assert.equal(redirectUriFault(uri), undefined, uri)
  }
})

test('plain http may be allowed to a private network and to no other host (RFC 9700 §2.6)', () => {
  const choices = { allowPrivateHttp: true }
  for (const host of [
    '192.168.1.5',
    '10.0.0.1:8123',
    '172.31.0.1',
    '100.64.0.1',
    '[fd00::1]',
    '[fe80::1]',
    'nas',
    'nas.local',
    'ha.home.arpa',
  ]) {
    assert.equal(redirectUriFault(`http://${host}/cb`, choices), undefined, host)
    assert.match(redirectUriWarning(`http://${host}/cb`)?.what ?? '', /plain http/, host)
  }
  const publicHosts = [
    'app.example.com',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '[2001:db8::1]',
    '3232235781.example',
    '192.168.1.5.evil.example',
    'local.example',
  ]
  for (const host of publicHosts)
    assert.match(redirectUriFault(`http://${host}/cb`, choices)?.what ?? '', /plain http/, host)
  assert.match(redirectUriFault('http://192.168.1.5/cb#x', choices)?.what ?? '', /fragment/)
})

test('a scheme without a dot is registered with a warning (RFC 8252 §7.1)', () => {
  for (const uri of ['vscode://vendor.extension/cb', 'myapp:/callback'])
    assert.match(redirectUriWarning(uri)?.what ?? '', /without a dot/, uri)
  for (const uri of ['com.example.app:/callback', 'https://app.example.com/cb', 'http://127.0.0.1/cb', 'javascript:x'])
    assert.equal(redirectUriWarning(uri), undefined, uri)
})

test('describes the difference to the nearest registered redirect URI', () => {
  const registered = ['https://app.example.com/callback', 'https://app.example.com/other']
  for (const [received, words] of [
    ['https://app.example.com/callback/', 'by a trailing slash'],
    ['https://app.example.com/Callback', 'by upper and lower case'],
    ['http://app.example.com/callback', 'by the scheme (http: instead of https:)'],
    ['https://app.example.com:8443/callback', 'by the port'],
    ['https://evil.example/callback', 'by the host'],
    ['https://app.example.com/callback?x=1', 'by the query'],
    ['https://app.example.com/wrong', 'by the path'],
  ] as const) {
    assert.equal(explainRedirectUri(received, registered)?.inWords, words, received)
  }
  assert.equal(explainRedirectUri('x', []), undefined)
})

test('the description of a difference does not name the scheme of an app', () => {
  assert.equal(explainRedirectUri('https://app.example.com/', ['com.example.secret:/'])?.inWords, 'by the scheme')
})

test('isLoopback refuses hosts that resemble loopback', () => {
  for (const uri of ['http://127.0.0.1/', 'http://[::1]:80/x', 'http://localhost/']) assert.equal(isLoopback(uri), true)
  for (const uri of ['http://localhost.evil/', 'http://127.0.0.1.evil/', 'http://x@evil/', 'nonsense'])
    assert.equal(isLoopback(uri), false)
})
