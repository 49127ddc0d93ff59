import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { homePage } from './page.ts'

const props = {
  chrome,
  keysHref: '/keys',
  accountHref: '/account',
  metadataHref: '/.well-known/oauth-authorization-server',
  publicKeysHref: '/jwks',
}

test('the start page links to the keys, by way of the login if nobody is logged in, and to the metadata', () => {
  assert.match(
    homePage(props),
    /<div class="actions"><a [^>]*href="\/keys">See my keys<\/a><a [^>]*href="\/account">My account<\/a><\/div>/,
  )
  const stranger = homePage({ ...props, chrome: { ...chrome, account: undefined } })
  assert.match(stranger, /<div class="actions"><a [^>]*href="\/keys">Log in to see your keys<\/a><\/div>/)
  assert.ok(stranger.includes('href="/.well-known/oauth-authorization-server"'))
})

test('no value can become markup', () => assert.deepEqual(breakouts(homePage, props), []))
