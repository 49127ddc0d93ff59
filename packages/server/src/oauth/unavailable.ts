/** The database, or something else that an operation needs, did not complete it. The response is 503 with Retry-After. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
  readonly retryAfterSeconds: number
  /** What the caller may know, if there is more to say than that the server is unavailable. */
  readonly description: string | undefined

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterSeconds?: number; readonly description?: string } = {},
  ) {
    super(message, { cause: options.cause })
    this.retryAfterSeconds = options.retryAfterSeconds ?? 2
    this.description = options.description
  }
}
