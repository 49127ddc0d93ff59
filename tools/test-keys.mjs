// Loaded into each test file's process: RSA keys of the usual size come from a store instead of being generated. Tests
// start some thousand servers, each with three such keys of a tenth of a second of processor time.
import crypto from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'

const file = path.join(import.meta.dirname, '..', '.tools', 'test-keys.json')
const count = 24

/** Generates the keys once for a checkout. Processes that do so at once agree on the last. */
function loadKeys() {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const options = { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }
  const keys = Array.from({ length: count }, () => crypto.generateKeyPairSync('rsa', options).privateKey)
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 })
  renameSync(draft, file)
  return keys
}

const generate = promisify(crypto.generateKeyPair)
let keys
let used = Math.floor(Math.random() * count)

async function generateOrTake(type, options) {
  const isUsual = type === 'rsa' && Object.keys(options).length === 1 && options.modulusLength === 2048
  if (!isUsual) return generate(type, options)
  keys ??= loadKeys()
  const privateKey = crypto.createPrivateKey(keys[used++ % keys.length])
  return { privateKey, publicKey: crypto.createPublicKey(privateKey) }
}

const original = crypto.generateKeyPair
crypto.generateKeyPair = Object.assign((...args) => original(...args), { [promisify.custom]: generateOrTake })
syncBuiltinESMExports()
