import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCommonPassword } from './common-passwords.ts'
import { passwordFault } from './password-rule.ts'

test('a password has eight characters or more (NIST SP 800-63B §5.1.1.2)', () => {
  for (const short of ['', 'short', 'ünïçö', '1234567', '🔑🔑🔑🔑'])
    assert.match(
      passwordFault(short)?.what ?? '',
      /it must have 8 to 1000 characters, and 15 or more are recommended/,
      short,
    )
  assert.equal(passwordFault('wörtlich genommen'), undefined)
})

test('a common password is refused in its usual variants', () => {
  for (const common of [
    'password',
    'Password1',
    'P@ssw0rd!',
    '123password123',
    'passwordpassword',
    'qwertyuiop',
    'Qwerty123',
    '12345678',
    '0987654321',
    'aaaaaaaa',
    'abcabcabc',
    'iloveyou',
    'Summer2024!',
    'welcome1',
    'dragon99',
    'abcdefgh',
    '20240101',
    '1qaz2wsx',
    'letmein!',
    'ADMIN123',
    'ｐａｓｓｗｏｒｄ',
  ])
    assert.ok(isCommonPassword(common), common)
})

test('a passphrase and a generated password are not common', () => {
  for (const good of [
    'correct horse battery',
    'wonderland at noon',
    'kT7-vq2-Lm9x',
    'purple-otter-sings',
    'a long password',
    'xkqzvbnw',
  ])
    assert.equal(isCommonPassword(good), false, good)
})

test('the passwords of the demo are accepted in development only', () => {
  for (const demo of ['wonderland', 'builder']) assert.equal(passwordFault(demo)?.isFineInDevelopment, true)
  assert.equal(passwordFault('short')?.isFineInDevelopment, false)
})
