import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { GuardedFetch } from './guarded-fetch.ts'
import { type DocumentRefusal, isTemporary, readDocument } from './read-document.ts'

export interface CachedDocuments {
  load(url: string, kind?: DocumentKind): Promise<LoadedDocument>
  reload(url: string, kind?: DocumentKind): Promise<LoadedDocument>
}

export interface DocumentKind {
  readonly accept?: string
  readonly maxBytes?: number
}

export type LoadedDocument = Loaded | DocumentRefusal

interface Loaded {
  readonly outcome: 'loaded'
  readonly document: unknown
}

interface Cached {
  readonly loaded: Loaded
  readonly bytes: number
  readonly freshUntil: number
}

interface Failure {
  readonly refusal: DocumentRefusal
  readonly isTemporary: boolean
  /** Until then the host is not asked again. */
  readonly until: number
}

/** What happened at a URL, apart from its document. */
interface History {
  /** The requests of the last minute. */
  readonly requests: readonly number[]
  readonly failure?: Failure | undefined
}

const minute = 60_000
const failureMs = minute / 2
/** An expired document is used that long while its host is unreachable: an outage there does not become one here. */
const staleMs = 24 * 60 * minute
/** The most requests for one URL in a minute. Several clients may share a URL, and each may change its key. */
const mostRequests = 6

const tooOften: DocumentRefusal = {
  outcome: 'refused',
  reason: 'busy',
  description: `was requested ${mostRequests} times within a minute; try again later`,
}

/** Creates a cache of 4 MiB of text. Failing URLs have entries of their own kind, so that they displace no document. */
export function createCachedDocuments(fetch: GuardedFetch, clock: () => number): CachedDocuments {
  const cache = new LRUCache<string, Cached>({ max: 1_000, maxSize: 4_194_304, sizeCalculation: ({ bytes }) => bytes })
  const histories = new LRUCache<string, History>({ max: 10_000 })
  const underway = new Map<string, Promise<LoadedDocument>>()

  /** Returns what is known without a request. */
  function find(key: string, now: number): LoadedDocument | undefined {
    const cached = cache.get(key)
    if (cached !== undefined && now < cached.freshUntil) return cached.loaded
    const failure = histories.get(key)?.failure
    return failure !== undefined && now < failure.until ? instead(key, failure, now) : undefined
  }

  /** Returns the expired document if the failure is a temporary one. */
  function instead(key: string, failure: Omit<Failure, 'until'>, now: number): LoadedDocument {
    const cached = cache.get(key)
    const isUsable = cached !== undefined && failure.isTemporary && now < cached.freshUntil + staleMs
    return isUsable ? cached.loaded : failure.refusal
  }

  async function request(key: string, url: string, kind: DocumentKind): Promise<LoadedDocument> {
    const now = clock()
    const { requests = [], failure } = histories.get(key) ?? {}
    const recent = requests.filter((at) => now - at < minute)
    if (failure !== undefined && now < failure.until) return instead(key, failure, now)
    if (recent.length >= mostRequests) return find(key, now) ?? tooOften
    histories.set(key, { requests: [...recent, now] })
    const result = await fetch(url, { accept: 'application/json', ...kind })
    const read = readDocument(result)
    if (read.outcome === 'read') {
      const loaded: Loaded = { outcome: 'loaded', document: read.document }
      cache.set(key, { loaded, bytes: read.bytes, freshUntil: clock() + read.freshMs })
      return loaded
    }
    // This server is busy, which says nothing about the host.
    if (read.reason === 'busy') histories.set(key, { requests: recent })
    const failed = { refusal: read, isTemporary: isTemporary(result), until: clock() + failureMs }
    if (read.reason !== 'busy') histories.set(key, { requests: [...recent, now], failure: failed })
    return instead(key, failed, clock())
  }

  /** Callers at the same time share one request. */
  function share(key: string, url: string, kind: DocumentKind): Promise<LoadedDocument> {
    const known = underway.get(key)
    if (known !== undefined) return known
    const promise = request(key, url, kind).finally(() => underway.delete(key))
    underway.set(key, promise)
    return promise
  }

  return {
    async load(url, kind = {}) {
      const key = keyOf(url, kind)
      return find(key, clock()) ?? share(key, url, kind)
    },
    reload: async (url, kind = {}) => share(keyOf(url, kind), url, kind),
  }
}

/** Hashed, so that an entry takes the same memory whatever the length of its URL. */
function keyOf(url: string, { accept = '', maxBytes = 0 }: DocumentKind): string {
  return hash('sha256', `${maxBytes} ${accept} ${url}`, 'base64')
}
