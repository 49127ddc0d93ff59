import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswordHasher } from '../passwords/hasher.ts'
import { readImportedHash } from './index.ts'
import { writeFirebaseScrypt } from './scrypt.ts'

const password = 'purple otters sing'

/** Made by Python's hashlib and by crypt(3). */
const hashes = {
  'PBKDF2 with SHA-256':
    '$pbkdf2-sha256$i=27500,l=64$AAECAwQFBgcICQoLDA0ODw$5zMuzsWeL5ii++bTKU5k8CAwgtThPamrfV2cOVsoHW9Ty7cPoOa8+CDsoxY/UZ6f69rcWzJDesD9lGXTPasPAQ',
  'PBKDF2 with SHA-512':
    '$pbkdf2-sha512$i=3000,l=64$AAECAwQFBgcICQoLDA0ODw$MBE+F7O0j7npClGH7mNd73XfITuAsZRN4EHNUy6ugdR15yCe7zNLm9HhyTBAy6VkaiTv5FmzYStd7/CHpxl+qA',
  'PBKDF2 with SHA-1': '$pbkdf2-sha1$i=20000,l=20$AAECAwQFBgcICQoLDA0ODw$ncgd1yptXUN52Voww+GjTdhOKWk',
  scrypt: '$scrypt$ln=12,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$MY6eoGlEtzTQfvRaKJITSG/hmd6en5Zxdxb7FzZeB2Y',
  'bcrypt 2b': '$2b$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..',
  'bcrypt 2a': '$2a$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..',
  'bcrypt 2y': '$2y$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..',
} as const

for (const [scheme, hash] of Object.entries(hashes)) {
  test(`${scheme}: the right password is accepted, and no other`, async () => {
    const hasher = createPasswordHasher()
    assert.equal(await hasher.verify(hash, password), true)
    for (const wrong of ['', 'purple otters sin', `${password} `]) assert.equal(await hasher.verify(hash, wrong), false)
    assert.equal(await hasher.verify(undefined, password), false)
    assert.equal(await hasher.verify(readImportedHash(hash)?.decoy, password), false)
  })
}

test('Firebase: the published example of its scrypt is accepted, and the signer key is not stored', async () => {
  const signerKey = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
  const project = {
    signerKey: Buffer.from(signerKey, 'base64'),
    saltSeparator: Buffer.from('Bw==', 'base64'),
    rounds: 8,
    memCost: 14,
  }
  const digest = Buffer.from(
    'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
    'base64',
  )
  const hash = writeFirebaseScrypt({ salt: Buffer.from('42xEC+ixf3L2lw==', 'base64'), digest }, project)
  const hasher = createPasswordHasher()
  assert.equal(await hasher.verify(hash, 'user1password'), true)
  assert.equal(await hasher.verify(hash, 'user2password'), false)
  assert.ok(!Buffer.from(hash.split('$')[4] ?? '', 'base64').includes(project.signerKey.subarray(0, 8)))
})

test('a hash that would take too long or too much memory is not verified', async () => {
  const [salt, digest] = ['A'.repeat(22), 'A'.repeat(43)]
  const hasher = createPasswordHasher()
  for (const [hash, fault] of [
    [`$2b$15$${'.'.repeat(53)}`, /has the cost 15/],
    [`$2b$31$${'.'.repeat(53)}`, /has the cost 31/],
    [`$2b$03$${'.'.repeat(53)}`, /has the cost 3/],
    ['$2b$10$short', /is not a bcrypt hash/],
    [`$2x$10$${'.'.repeat(53)}`, /is not a bcrypt hash/],
    [`$pbkdf2-sha256$i=999999999,l=32$${salt}$${digest}`, /take 4000000 at most/],
    [`$pbkdf2-sha1$i=3000000,l=32$${salt}$${digest}`, /take 4000000 at most/],
    [`$pbkdf2-sha256$i=0,l=32$${salt}$${digest}`, /must be 1 or more/],
    [`$pbkdf2-sha256$i=1000,l=64$${salt}$${digest}`, /has l=64 and a digest of 32 bytes/],
    [`$pbkdf2-md5$i=1000,l=32$${salt}$${digest}`, /is not a PBKDF2 hash/],
    [`$pbkdf2-sha256$i=1000,l=32$AA$${digest}`, /has a salt of 1 bytes/],
    [`$pbkdf2-sha256$i=1000,l=3$${salt}$AAAA`, /has a digest of 3 bytes/],
    [`$scrypt$ln=30,r=8,p=1$${salt}$${digest}`, /more than 256 MiB/],
    [`$scrypt$ln=14,r=8,p=999$${salt}$${digest}`, /takes too long/],
    [`$scrypt$ln=0,r=8,p=1$${salt}$${digest}`, /each must be 1 or more/],
    [`$firebase-scrypt$ln=40,r=8,p=1$${salt}$${digest}`, /more than 256 MiB/],
  ] as const) {
    assert.match(readImportedHash(hash)?.fault ?? '', fault, hash)
    hasher.learnCost(hash)
    assert.equal(await hasher.verify(hash, password), false, hash)
  }
})

test('an unknown user is checked against a hash of every cost that is known, like a user with any of them', async () => {
  const hasher = createPasswordHasher()
  const hash = readImportedHash('$2b$10$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..')?.decoy ?? ''
  const timeOf = async (of: string | undefined) => {
    const started = performance.now()
    await hasher.verify(of, 'a guess')
    return performance.now() - started
  }
  await timeOf(undefined)
  const before = Math.min(await timeOf(undefined), await timeOf(undefined))
  hasher.learnCost(hash)
  const own = await hasher.hash('another password')
  const times = [await timeOf(undefined), await timeOf(hash), await timeOf(own)]
  assert.ok(Math.min(...times) > before + 20, `${before}: ${times}`)
})
