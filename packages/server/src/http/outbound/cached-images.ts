import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { GuardedFetch } from './guarded-fetch.ts'

/** A picture of a client. */
export interface CachedImage {
  /** Found by its first bytes: `Content-Type` is not believed. */
  readonly type: string
  readonly bytes: Uint8Array
  /** Changes with the content. */
  readonly digest: string
}

export interface CachedImages {
  find(url: string): CachedImage | undefined
  load(url: string): Promise<CachedImage | undefined>
}

interface Entry {
  readonly image: CachedImage | undefined
  /** When it is requested again, in the background if there is an image. */
  readonly renewAt: number
}

const largest = 100_000
const failureMs = 600_000
const renewMs = 24 * 3_600_000

/** Formats that run no scripts, by their first bytes. SVG is not among them. */
const formats: readonly { readonly type: string; readonly isAt: (start: string) => boolean }[] = [
  { type: 'image/png', isAt: (start) => start.startsWith('\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', isAt: (start) => start.startsWith('\xff\xd8\xff') },
  { type: 'image/gif', isAt: (start) => start.startsWith('GIF87a') || start.startsWith('GIF89a') },
  { type: 'image/webp', isAt: (start) => start.startsWith('RIFF') && start.startsWith('WEBP', 8) },
]

/** Creates a cache of 16 MB. A URL that yields no image is not requested again for ten minutes. */
export function createCachedImages(fetch: GuardedFetch, clock: () => number): CachedImages {
  const cache = new LRUCache<string, Entry>({
    maxSize: 16_000_000,
    // An entry without an image counts too.
    sizeCalculation: ({ image }) => 500 + (image?.bytes.length ?? 0),
  })
  const underway = new Map<string, Promise<CachedImage | undefined>>()

  async function request(key: string, url: string): Promise<CachedImage | undefined> {
    const result = await fetch(url, { accept: 'image/png, image/jpeg, image/webp, image/gif', maxBytes: largest })
    const loaded = result.outcome === 'response' && result.status === 200 ? toImage(result.body) : undefined
    const image = loaded ?? cache.peek(key)?.image
    cache.set(key, { image, renewAt: clock() + (loaded === undefined ? failureMs : renewMs) })
    return image
  }

  /** Callers at the same time share one request. */
  function share(key: string, url: string): Promise<CachedImage | undefined> {
    const known = underway.get(key)
    if (known !== undefined) return known
    const promise = request(key, url).finally(() => underway.delete(key))
    underway.set(key, promise)
    return promise
  }

  return {
    find(url) {
      const key = keyOf(url)
      const entry = cache.get(key)
      if (entry === undefined || clock() >= entry.renewAt) void share(key, url).catch(() => undefined)
      return entry?.image
    },
    async load(url) {
      const key = keyOf(url)
      const entry = cache.get(key)
      return entry !== undefined && (entry.image !== undefined || clock() < entry.renewAt)
        ? entry.image
        : share(key, url)
    },
  }
}

function toImage(bytes: Uint8Array): CachedImage | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const type = formats.find(({ isAt }) => isAt(start))?.type
  return type === undefined ? undefined : { type, bytes, digest: hash('sha256', bytes, 'base64url').slice(0, 22) }
}

/** Hashed, so that an entry takes the same memory whatever the length of its URL. */
function keyOf(url: string): string {
  return hash('sha256', url, 'base64')
}
