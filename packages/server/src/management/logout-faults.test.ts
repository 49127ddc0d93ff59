import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardFeatures } from '../oauth/features.ts'
import { registrationFaults, toSentence } from './client-registration.ts'

const client = {
  client_id: 'rp',
  client_secret: 'x'.repeat(43),
  redirect_uris: ['https://rp.example.com:8443/callback', 'http://localhost:3000/callback', 'com.example.app:/cb'],
}
const faults = (members: Readonly<Record<string, unknown>>) =>
  registrationFaults({ ...client, ...members }, standardFeatures).map(toSentence)

test('logout URIs of the specifications are accepted', () => {
  assert.deepEqual(
    faults({
      post_logout_redirect_uris: [
        'https://rp.example.com/out?a=b',
        'http://localhost:3000/out',
        'com.example.app:/out',
      ],
      backchannel_logout_uri: 'https://elsewhere.example.com/logout?tenant=1',
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: 'https://rp.example.com:8443/logout?a=b',
      frontchannel_logout_session_required: true,
    }),
    [],
  )
  assert.deepEqual(faults({ backchannel_logout_uri: 'http://127.0.0.1:8080/bc' }), [])
  assert.deepEqual(faults({ frontchannel_logout_uri: 'http://localhost:3000/fc' }), [])
})

test('a post_logout_redirect_uri follows the rules of redirect URIs (OIDC RP-Initiated Logout §3.1)', () => {
  for (const uri of ['http://rp.example.com/', 'https://a.example/#x', '/out', 'javascript:alert(1)', 'https://*.x/']) {
    const [fault, more] = faults({ post_logout_redirect_uris: ['https://rp.example.com/', uri] })
    assert.ok(fault?.startsWith(`post_logout_redirect_uris: ${uri} `), fault)
    assert.equal(more, undefined)
  }
})

test('a logout URI is https, or http on loopback, without fragment (OIDC Back-Channel Logout §2.2, Front-Channel Logout §2)', () => {
  for (const member of ['backchannel_logout_uri', 'frontchannel_logout_uri']) {
    for (const uri of [
      'http://rp.example.com:8443/x',
      'https://rp.example.com:8443/#x',
      'https://u:p@rp.example.com:8443/',
      '/logout',
      'com.example.app:/out',
      'https://rp.example.com:8443/a b',
    ]) {
      const [fault] = faults({ [member]: uri })
      assert.ok(fault?.startsWith(`${member}: ${uri} `), `${member} ${uri}: ${fault}`)
    }
  }
})

test('a frontchannel_logout_uri has the origin of a redirect URI (OIDC Front-Channel Logout §2)', () => {
  for (const uri of ['https://rp.example.com/out', 'https://evil.example:8443/', 'http://localhost:3001/out']) {
    const [fault] = faults({ frontchannel_logout_uri: uri })
    assert.match(String(fault), /has another scheme, host or port than every redirect URI/, uri)
  }
})

test('a session can be required only with a logout URI', () => {
  for (const flag of ['backchannel_logout_session_required', 'frontchannel_logout_session_required']) {
    assert.match(String(faults({ [flag]: true })[0]), new RegExp(`^${flag} is given without `))
    assert.deepEqual(faults({ [flag]: false }), [])
  }
})
