import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { findFeatureNames, findMisplacedNames } from './feature-names.ts'

test('no shared code asks for a grant, a client authentication method, a response type or a response mode by its name', () => {
  assert.deepEqual(findMisplacedNames(path.dirname(import.meta.dirname)), [])
})

test('a comparison, a switch and a list of names are reported with their line', () => {
  for (const code of [
    "if (grant.type === 'password') return",
    "if ('none' !== client.authenticationMethod) return",
    "const isImplicit = responseType?.name === 'token'",
    "return client.grantTypes.includes('refresh_token')",
    "return client.responseTypes.has('code')",
    "if (mode.name === 'query') return",
    "switch (grant.type) {\n  case 'password':",
    "const types = ['authorization_code', 'implicit']",
    'const method = "client_secret_basic"',
    "one.name === 'fragment'",
  ]) {
    const found = findFeatureNames('a.ts', `const first = 1\n${code}`)
    assert.ok(found.length > 0, code)
    assert.match(found[0] ?? '', /^a\.ts:2: /)
  }
})

test('tokens, parameters, errors, comments and the prompt none are not reported', () => {
  for (const code of [
    "const read = readParameters(form, { code: 'required', refresh_token: 'required' })",
    "if (prompt.has('none')) return",
    "const { secret, hash } = makeDatedSecret('code', now, random)",
    "if ('code' in error && error.code === 'EPIPE') return",
    "throw new OAuthError('invalid_grant', 'username or password is wrong')",
    '/** As grant.type === "password" would. */',
  ]) {
    assert.deepEqual(findFeatureNames('a.ts', code), [], code)
  }
})
