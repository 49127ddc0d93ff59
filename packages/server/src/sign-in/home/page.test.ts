import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../ui/hostile.testing.ts'
import { homePage } from './page.ts'

const props = {
  chrome,
  keysHref: '/keys',
  loginHref: '/login',
  documents: [{ href: '/.well-known/oauth-authorization-server', label: 'Metadata' }],
}

test('the root page leads to the keys, to the login and to the metadata', () => {
  for (const href of ['/keys', '/login', '/.well-known/oauth-authorization-server'])
    assert.ok(homePage(props).includes(`href="${href}"`), href)
  assert.doesNotMatch(homePage({ ...props, loginHref: undefined }), />Log in</)
})

test('no value can become markup', () => assert.deepEqual(breakouts(homePage, props), []))
