import type { Instant } from '@valetkey/protocol'

/** What a link allows; one of another purpose is not found. */
export type LinkPurpose = 'recover' | 'change-email' | 'verify-email' | 'sign-up' | 'invitation' | 'first-login'

/** What a link was made with. */
export interface OneTimeLink {
  readonly purpose: LinkPurpose
  /** Undefined if the account does not exist yet. */
  readonly accountId: string | undefined
  /** The browser in which it was requested. */
  readonly browserHash: string | undefined
  readonly data: Readonly<Record<string, string>>
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

export interface NewLink extends Pick<OneTimeLink, 'purpose'> {
  readonly accountId?: string | undefined
  readonly browserHash?: string | undefined
  readonly data?: Readonly<Record<string, string>>
  readonly now: Instant
  /** In milliseconds; half an hour by default. */
  readonly lifetime?: number
}

/** Links of e-mail that work once. Their secrets are stored by their hash, and what they lead to is encrypted. */
export interface OneTimeLinks {
  /** Returns the secret. Of an account's links of one purpose the five newest work. */
  create(link: NewLink): Promise<string>
  /** Finds a link that still works, and changes nothing: programs that check mail open every link. */
  find(secret: string | undefined, purpose: LinkPurpose, now: Instant): Promise<OneTimeLink | undefined>
  /** Uses a link. Of concurrent callers with one link, exactly one gets it. */
  take(secret: string | undefined, purpose: LinkPurpose, now: Instant): Promise<OneTimeLink | undefined>
  /** Returns the hash by which a store finds the link, to use it in a transaction of its own. */
  hashOf(secret: string): string
}

/** A link as it is stored. */
export interface StoredLink extends Omit<OneTimeLink, 'data' | 'purpose'> {
  readonly hash: string
  readonly purpose: string
  readonly sealed: string
}

export interface OneTimeLinkStore {
  /** Adds a link. Of an account that has more than `most` of its purpose, the oldest are removed in the same act. */
  add(link: StoredLink, most: number): Promise<void>
  find(hash: string, purpose: string, now: Instant): Promise<StoredLink | undefined>
  /** Uses a link, in one statement: of concurrent callers exactly one gets it. */
  take(hash: string, purpose: string, now: Instant): Promise<StoredLink | undefined>
}

export interface OneTimeLinkOptions {
  readonly store: OneTimeLinkStore
  /** Encrypts what links lead to. */
  readonly sealer: { seal(text: string): string; open(sealed: string): string | undefined }
  readonly random: (bytes: number) => string
  readonly hash: (kind: 'link', secret: string) => string
}

export const linkLifetime = 30 * 60_000

const mostOfAccount = 5
const secretShape = /^[\w-]{43}$/

export function createOneTimeLinks({ store, sealer, random, hash }: OneTimeLinkOptions): OneTimeLinks {
  const open = (link: StoredLink | undefined): OneTimeLink | undefined => {
    const text = link && sealer.open(link.sealed)
    if (link === undefined || text === undefined) return undefined
    const { accountId, browserHash, createdAt, expiresAt } = link
    const { purpose, data } = JSON.parse(text) as Pick<OneTimeLink, 'purpose' | 'data'> // written below
    return purpose === link.purpose ? { purpose, accountId, browserHash, data, createdAt, expiresAt } : undefined
  }
  const hashOf = (secret: string) => hash('link', secret)
  return {
    async create({ purpose, accountId, browserHash, data = {}, now, lifetime = linkLifetime }) {
      const secret = random(32)
      const sealed = sealer.seal(JSON.stringify({ purpose, data }))
      const times = { createdAt: now, expiresAt: now + lifetime }
      await store.add({ hash: hashOf(secret), purpose, accountId, browserHash, sealed, ...times }, mostOfAccount)
      return secret
    },
    async find(secret = '', purpose, now) {
      return secretShape.test(secret) ? open(await store.find(hashOf(secret), purpose, now)) : undefined
    },
    async take(secret = '', purpose, now) {
      return secretShape.test(secret) ? open(await store.take(hashOf(secret), purpose, now)) : undefined
    },
    hashOf,
  }
}
