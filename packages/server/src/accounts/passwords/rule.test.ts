import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCommonPassword } from './common-passwords.ts'
import { createPasswordRule, namesOf, passwordFault, standardRule } from './rule.ts'

test('a password has eight characters or more (NIST SP 800-63B-4 §3.1.1.2)', () => {
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

test('a password that is the only factor has the characters the operator asks for; with a second factor 8 are enough (NIST SP 800-63B-4 §3.1.1.2)', () => {
  const rule = createPasswordRule(15, { issuer: 'https://login.example.com' })
  const fault = passwordFault('purple-otters', rule)
  assert.deepEqual([fault?.reason, fault?.isFineInDevelopment], ['short', false])
  assert.match(fault?.what ?? '', /has 13 characters; it must have 15 to 1000 characters where it is the only factor/)
  assert.equal(passwordFault('purple-otters', rule, { hasSecondFactor: true }), undefined)
  assert.equal(passwordFault('purple-otters-sing', rule), undefined)
  assert.equal(passwordFault('short', rule, { hasSecondFactor: true })?.reason, 'short')
})

test('characters are counted as code points of the normal form that is hashed', () => {
  assert.equal(passwordFault('e\u0301e\u0301e\u0301e\u0301'.normalize('NFD'))?.reason, 'short')
  assert.equal(passwordFault('🔑🗝🚪🏠🔒🧲🪝🧷'), undefined)
  assert.equal(passwordFault('x'.repeat(100_000))?.reason, 'long')
})

test('no rule asks for kinds of characters, and spaces count (NIST SP 800-63B-4 §3.1.1.2)', () => {
  for (const plain of ['sailing under bridges', 'тихий океан ночью', '静かな夜の海をわたる', '83915 20764 41'])
    assert.equal(passwordFault(plain), undefined, plain)
})

test('thousands of leaked passwords are refused in any case', () => {
  for (const leaked of ['q1w2e3r4t5', 'COCACOLA', 'Jonathan', 'startrek', 'liverpoo', '1qazxsw2'])
    assert.equal(passwordFault(leaked)?.reason, 'common', leaked)
})

test('a password made of names of the user or the service is refused, a passphrase with one is not', () => {
  const account = {
    username: 'alice.ames',
    email: 'alice.ames@wonder-tea.example',
    name: 'Alice Ames-Müller',
    nickname: 'Caterpillar',
    claims: { roles: ['admin'] },
  }
  const rule = createPasswordRule(8, { issuer: 'https://login.teapots.example', brand: { name: 'Mad Hatter' } })
  const owner = { names: namesOf(account) }
  for (const personal of [
    'alice.ames',
    'AliceAmes2024',
    'Al1c3-4m3s',
    'ames alice!!',
    'alice.ames@wonder-tea.example',
    'wonder-tea',
    'caterpillar1',
    'muller-alice',
    'Müller2001',
    'teapots2026',
    'madhatter!',
    'valetkey-alice',
    'alice-password',
  ])
    assert.equal(passwordFault(personal, rule, owner)?.reason === undefined, false, personal)
  for (const fine of ['alice went out rowing', 'teapots are never empty', 'a caterpillar with a pipe'])
    assert.equal(passwordFault(fine, rule, owner), undefined, fine)
  assert.equal(passwordFault('caterpillar1', standardRule, { names: ['bob'] }), undefined)
})

test('names of one or two letters and an address as issuer refuse nothing', () => {
  const rule = createPasswordRule(8, { issuer: 'http://127.0.0.1:4000' })
  assert.deepEqual(rule.names, ['valetkey'])
  assert.equal(passwordFault('sea otters', rule, { names: ['s', 'ea', ''] }), undefined)
})
