import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadataUrls, protectedResourceMetadataUrl } from './metadata.ts'

test('metadata URLs insert the well-known name first, then append it (RFC 8414 §3.1, §5)', () => {
  assert.deepEqual(metadataUrls('https://id.example.com'), [
    'https://id.example.com/.well-known/oauth-authorization-server',
    'https://id.example.com/.well-known/openid-configuration',
  ])
  assert.deepEqual(metadataUrls('https://id.example.com/tenant'), [
    'https://id.example.com/.well-known/oauth-authorization-server/tenant',
    'https://id.example.com/.well-known/openid-configuration/tenant',
    'https://id.example.com/tenant/.well-known/openid-configuration',
  ])
})

test("a protected resource's metadata has the name before its path and query (RFC 9728 §3.1)", () => {
  assert.equal(
    protectedResourceMetadataUrl('https://api.example.com/'),
    'https://api.example.com/.well-known/oauth-protected-resource',
  )
  assert.equal(
    protectedResourceMetadataUrl('https://api.example.com/v1?x=1'),
    'https://api.example.com/.well-known/oauth-protected-resource/v1?x=1',
  )
})
