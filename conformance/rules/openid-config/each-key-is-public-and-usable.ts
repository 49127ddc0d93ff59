import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { Rule } from '../../rule.ts'
import { readJwks } from '../../target/expect.ts'

/** The members that each type of key needs (RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2). */
const needed: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
}

const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const algorithm =
  /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519|RSA-OAEP(?:-256|-384|-512)?|ECDH-ES(?:\+A(?:128|192|256)KW)?)$/

export const eachKeyIsPublicAndUsable: Rule = {
  claim: 'each key of the key set is public, complete, encoded without padding, and of a registered algorithm',
  clause: 'RFC 7517 §4, RFC 7518 §6',
  async run(target) {
    const keys = await readJwks(target)
    assert.ok(keys.length > 0, 'the key set has no keys')
    for (const key of keys) {
      for (const name of secret) assert.equal(name in key, false, `${key.kid} has ${name}`)
      for (const name of needed[String(key.kty)] ?? assert.fail(`kty is ${key.kty}`)) {
        assert.match(String(key[name]), /^[\w-]+$/, `${name} of ${key.kid}`)
      }
      if (key.alg !== undefined) assert.match(String(key.alg), algorithm)
      createPublicKey({ key: key as JsonWebKey, format: 'jwk' }) // throws for an unknown curve or a point that is not on it
    }
  },
}
