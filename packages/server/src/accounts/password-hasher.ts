import * as crypto from 'node:crypto'
import { createFairTurns, type InTurn } from './fair-turns.ts'
import { HasherBusy, type PasswordHasher } from './ports.ts'

/** What hashes passwords with argon2id in one way or another. */
interface Argon2 {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

/** OWASP's first choice: 19 MiB, two passes, one lane (RFC 9106 §4). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const limits = {
  atOnce: 2,
  mostWaiting: 200,
  refusal: () => new HasherBusy('too many passwords are waiting to be checked'),
} as const

/** A hash that no password has: verifying against it costs what a real one costs. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/**
 * Creates the password hasher: argon2id, at most two at once and a bounded number waiting,
 * so that guessing cannot take the processor from those who hold tokens. Addresses are served in turn.
 */
export function createPasswordHasher(): PasswordHasher & {
  /** The same for the secrets of clients, which wait apart from people: neither is refused for the other. */
  readonly forClients: PasswordHasher
  /** Answers how many passwords wait for their turn. */
  waiting(): number
} {
  let engine: Promise<Argon2> | undefined
  const loaded = () => {
    engine ??= load()
    return engine
  }
  const turns = createFairTurns(limits)
  const hashIn = (inTurn: InTurn): PasswordHasher => ({
    hash: (password) => inTurn('', async () => (await loaded()).hash(password)),
    verify: (hash, password, address = '') =>
      inTurn(address, async () => {
        const right = await (await loaded()).verify(hash ?? nobody, password)
        return right && hash !== undefined
      }),
  })
  return { ...hashIn(turns.openRoom()), forClients: hashIn(turns.openRoom()), waiting: turns.waiting }
}

/** The native package where its binary exists, else Node's own argon2. */
async function load(): Promise<Argon2> {
  try {
    const native = await import('@node-rs/argon2')
    return {
      hash: (password) => native.hash(password, cost),
      verify: (hash, password) => native.verify(hash, password),
    }
  } catch (cause) {
    if (typeof crypto.argon2 === 'function') return nodeArgon2
    throw new Error('no argon2 for this machine: install @node-rs/argon2 with its binary, or run Node 24 or newer', {
      cause,
    })
  }
}

const nodeArgon2: Argon2 = {
  async hash(password) {
    const salt = crypto.randomBytes(16)
    const digest = await derive(password, salt, cost.memoryCost, cost.timeCost, cost.parallelism)
    const { memoryCost: m, timeCost: t, parallelism: p } = cost
    return `$argon2id$v=19$m=${m},t=${t},p=${p}$${unpadded(salt)}$${unpadded(digest)}`
  },
  async verify(hash, password) {
    const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash)
    const [, m, t, p, salt, expected] = match ?? []
    if (salt === undefined || expected === undefined) return false
    const digest = await derive(password, Buffer.from(salt, 'base64'), Number(m), Number(t), Number(p))
    const wanted = Buffer.from(expected, 'base64')
    return digest.length === wanted.length && crypto.timingSafeEqual(digest, wanted)
  },
}

function derive(password: string, nonce: Buffer, memory: number, passes: number, parallelism: number): Promise<Buffer> {
  const options = { message: password, nonce, parallelism, tagLength: 32, memory, passes }
  return new Promise((resolve, reject) => {
    crypto.argon2('argon2id', options, (error, digest) => (error ? reject(error) : resolve(digest)))
  })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
