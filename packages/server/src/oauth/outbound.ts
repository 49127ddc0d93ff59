/** Requests to URLs that clients registered or sent. They reach no private network, and time, size and number are bounded. */
export interface Outbound {
  /** Sends one request. Never rejects for a URL, host or response that is at fault. */
  fetch(url: string, request?: OutboundRequest): Promise<OutboundResult>
  readonly documents: Documents
  readonly images: Images
}

/** PNG, JPEG, GIF and WebP images of at most 100 kB by URL, cached in bounded memory. */
export interface Images {
  /** Returns the image if it is cached; if not, begins to load it. A failure is not repeated for ten minutes. */
  find(url: string): Image | undefined
  /** Waits for the image; undefined if there is none. */
  load(url: string): Promise<Image | undefined>
}

export interface Image {
  readonly type: string
  readonly bytes: Uint8Array
  /** Changes with the content. */
  readonly digest: string
}

export interface OutboundRequest {
  /** Default: GET. */
  readonly method?: 'GET' | 'POST'
  /** `Host`, `Accept-Encoding`, `Connection`, `Content-Length` and `Transfer-Encoding` are set by the server. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The value of `Accept`. */
  readonly accept?: string
  /** The maximum size of the response body. Default: 65,536. */
  readonly maxBytes?: number
  /** The maximum time from the call to the last byte, with name resolution and the queue. Default: 5,000. */
  readonly timeoutMs?: number
}

/** A response with any status: redirects are not followed. */
export type OutboundResult =
  | {
      readonly outcome: 'response'
      readonly status: number
      /** Names in lower case; values of a repeated header are joined. */
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | Refused<OutboundReason>

/**
 * - `url`: not an absolute https URL without credentials.
 * - `unreachable`: no response: a forbidden or unknown host, no connection, TLS failure, timeout. These are
 *   deliberately one reason, because callers must not learn about the server's network. Temporary or not.
 * - `too-large`: the headers or the body exceed the limit.
 * - `encoded`: the response is compressed although that was not accepted.
 * - `busy`: too many requests are waiting, in total or for this host. Temporary.
 */
export type OutboundReason = 'url' | 'unreachable' | 'too-large' | 'encoded' | 'busy'

export interface Refused<Reason extends string> {
  readonly outcome: 'refused'
  readonly reason: Reason
  /** May be shown to the caller, after the name of the parameter: `must be an https URL`. */
  readonly description: string
}

/** JSON documents by URL, cached in bounded memory. Concurrent callers share one request. */
export interface Documents {
  /** Returns the cached document while it is fresh (`Cache-Control`, 1 to 60 minutes, default 5), else loads it. */
  load(url: string, kind?: DocumentKind): Promise<LoadedDocument>
  /**
   * Loads a document again because it lacks something, such as the key that signed a JWT, or because a cached copy is not good
   * enough. After six requests for a URL within a minute it returns the cached copy.
   */
  reload(url: string, kind?: DocumentKind): Promise<LoadedDocument>
}

export interface DocumentKind {
  /** The value of `Accept`. Default: `application/json`. */
  readonly accept?: string
  /** Default: 65,536. */
  readonly maxBytes?: number
}

export type LoadedDocument =
  | {
      readonly outcome: 'loaded'
      /** Parsed JSON, to be checked by the caller and not changed: the same object until the document is loaded again. */
      readonly document: unknown
    }
  | Refused<OutboundReason | DocumentReason>

/** `status`: the response is not 200. `not-json`: the body is not JSON in UTF-8. */
export type DocumentReason = 'status' | 'not-json'
