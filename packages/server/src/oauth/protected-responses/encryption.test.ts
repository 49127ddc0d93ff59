import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose'
import { toClient } from '../client.ts'
import { standardFeatures } from '../features.ts'
import { Unavailable } from '../unavailable.ts'
import { createEncryption, type EncryptionKey } from './encryption.ts'
import { contentEncryptionNames, keyEncryptionNames } from './encryption-algorithms.ts'

const clientWith = (members: object) => toClient({ client_id: 'app', ...members }, undefined, standardFeatures)

async function makeKey(alg: string, kid: string, members: Partial<EncryptionKey> = {}) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = (await exportJWK(publicKey)) as EncryptionKey['jwk']
  const key: EncryptionKey = {
    kid,
    kind: jwk.crv ?? jwk.kty,
    use: 'enc',
    alg: undefined,
    operations: undefined,
    jwk,
    ...members,
  }
  return { key, privateKey }
}

for (const alg of keyEncryptionNames) {
  for (const enc of contentEncryptionNames) {
    test(`a response is encrypted with ${alg} and ${enc}, and the client's private key decrypts it (RFC 7518 §4, §5)`, async () => {
      const { key, privateKey } = await makeKey(alg, 'one')
      const client = clientWith({ id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc })
      const recipient = await createEncryption({ list: async () => [key] }).recipient(client, 'id_token')
      const jwe = (await recipient?.encrypt('a.signed.jwt')) ?? assert.fail()
      const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey)
      assert.equal(new TextDecoder().decode(plaintext), 'a.signed.jwt')
      const { alg: usedAlg, enc: usedEnc, kid, cty } = protectedHeader
      assert.deepEqual({ usedAlg, usedEnc, kid, cty }, { usedAlg: alg, usedEnc: enc, kid: 'one', cty: 'JWT' })
    })
  }
}

test('content without an algorithm is encrypted with A128CBC-HS256 (OIDC Registration §2)', async () => {
  const { key } = await makeKey('ECDH-ES', 'one')
  const client = clientWith({ userinfo_encrypted_response_alg: 'ECDH-ES' })
  const recipient = await createEncryption({ list: async () => [key] }).recipient(client, 'userinfo')
  const header = decodeProtectedHeader((await recipient?.encrypt('{}', { isJwt: false })) ?? '')
  assert.equal(header.enc, 'A128CBC-HS256')
  assert.equal(header.cty, undefined, 'claims that are not signed are no nested JWT')
})

test('a client that is registered for no encryption is answered without waiting and without its keys', () => {
  const encryption = createEncryption({ list: () => assert.fail('no keys are needed') })
  assert.equal(encryption.recipient(clientWith({ id_token_signed_response_alg: 'ES256' }), 'id_token'), undefined)
  assert.equal(
    encryption.recipient(clientWith({ userinfo_encrypted_response_alg: 'ECDH-ES' }), 'id_token'),
    undefined,
    'each kind of response has its own registration',
  )
})

test('the key must fit the algorithm, and one for encryption alone is preferred (RFC 7517 §4.2 to §4.4)', async () => {
  const client = clientWith({ id_token_encrypted_response_alg: 'RSA-OAEP-256' })
  const [rsa, other, curve] = await Promise.all([
    makeKey('RSA-OAEP-256', 'for anything', { use: undefined }),
    makeKey('RSA-OAEP-256', 'for encryption'),
    makeKey('ECDH-ES', 'curve'),
  ])
  const kidOf = async (...keys: readonly EncryptionKey[]) => {
    const recipient = await createEncryption({ list: async () => keys }).recipient(client, 'id_token')
    return decodeProtectedHeader((await recipient?.encrypt('x')) ?? '').kid
  }
  assert.equal(await kidOf(curve.key, rsa.key, other.key), 'for encryption')
  assert.equal(await kidOf(curve.key, rsa.key), 'for anything')
  assert.equal(await kidOf({ ...other.key, alg: 'RSA-OAEP' }, rsa.key), 'for anything')
  assert.equal(await kidOf({ ...other.key, operations: ['verify'] }, rsa.key), 'for anything')
  assert.equal(await kidOf({ ...other.key, operations: ['wrapKey'] }, rsa.key), 'for encryption')
  await assert.rejects(kidOf(curve.key), Unavailable)
})

test('a missing key is reported where it is needed, and names the member and what to do', async () => {
  const client = clientWith({ id_token_encrypted_response_alg: 'ECDH-ES' })
  const recipient = await createEncryption({ list: async () => [] }).recipient(client, 'id_token')
  assert.match(
    recipient?.fault?.description ?? '',
    /no public key for id_token_encrypted_response_alg ECDH-ES: its jwks_uri/,
  )
  await assert.rejects(Promise.resolve(recipient?.encrypt('x')), Unavailable)
})
