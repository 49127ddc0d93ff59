import * as crypto from 'node:crypto'
import { HasherBusy, type PasswordHasher, type PasswordOrigin } from '../ports.ts'
import { type Argon2, createPasswordChecks } from './checks.ts'
import { createFairTurns } from './fair-turns.ts'
import type { Route } from './waiting-room.ts'

/** OWASP's first choice: 19 MiB, two passes, one lane (RFC 9106 §4). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** With those, the last waits about ten seconds on one core, and longer on a busy one: better than to refuse honest users. */
const limits = {
  atOnce: 2,
  mostWaiting: 500,
  longestWaitMs: 20_000,
  refusal: (seconds: number) => new HasherBusy('too many passwords are waiting to be checked', seconds),
} as const

/** So many of those wait from whose network too many failures came. */
const mostSuspects = 100

/** What hashes passwords, for users and for clients. */
export interface PasswordHashers extends PasswordHasher {
  /** The same for the secrets of clients, which wait apart from users. */
  readonly forClients: PasswordHasher
  /** Notes the cost of a hash that was made elsewhere, so that checks take the same time for users without one. */
  learnCost(hash: string): void
  /** How many passwords wait for their turn. */
  waiting(): number
}

/** What a hasher is made of. */
export interface PasswordHasherOptions {
  /** Finds the networks of an address; by default each address is one of its own. */
  readonly routeOf?: (address: string) => Route
  readonly random?: () => number
}

/**
 * Creates the password hasher: argon2id, at most two at once and a bounded number waiting, so that guessing cannot take the
 * processor from those who hold tokens. Networks are served in turn.
 */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHashers {
  const { routeOf = (address) => [address, address], random = Math.random } = options
  let engine: Promise<Argon2> | undefined
  const loaded = () => {
    engine ??= load()
    return engine
  }
  const turns = createFairTurns({ ...limits, random })
  const createOne = () => {
    const checks = createPasswordChecks(cost)
    const usual = turns.openRoom()
    const rooms = { usual, known: turns.openRoom(), suspect: turns.openRoom(mostSuspects) }
    return {
      learnCost: checks.learn,
      hash: (password: string) => usual(['', ''], async () => (await loaded()).hash(password.normalize('NFC'))),
      verify: (hash: string | undefined, password: string, { address = '', trust = 'usual' }: PasswordOrigin = {}) =>
        rooms[trust](routeOf(address), async () => checks.check(await loaded(), hash, password)),
    }
  }
  const { verify, hash, learnCost } = createOne()
  const forClients = createOne()
  return { verify, hash, learnCost, forClients, waiting: turns.waiting }
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
