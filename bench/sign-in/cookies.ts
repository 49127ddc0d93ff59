interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** The cookies of one browser at one origin. `Secure` is ignored: the origin is this machine. */
export class Cookies {
  #kept: Cookie[] = []

  /** Stores the cookies that a response to `requestPath` sets, and removes those that it expires. */
  store(fields: readonly string[], requestPath: string): void {
    for (const field of fields) {
      const [pair = '', ...attributes] = field.split(';').map((part) => part.trim())
      const equals = pair.indexOf('=')
      const name = pair.slice(0, equals)
      const path = attribute(attributes, 'path') ?? (requestPath.replace(/\/[^/]*$/, '') || '/')
      this.#kept = this.#kept.filter((cookie) => cookie.name !== name || cookie.path !== path)
      if (!ended(attributes)) this.#kept.push({ name, value: pair.slice(equals + 1), path })
    }
  }

  /** Returns the `Cookie` field for a request to `path`; empty when there is none. */
  header(path: string): string {
    return this.#kept
      .filter((cookie) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((part) => part.toLowerCase().startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}

function ended(attributes: readonly string[]): boolean {
  const age = attribute(attributes, 'max-age')
  if (age !== undefined) return Number(age) <= 0
  const expires = attribute(attributes, 'expires')
  return expires !== undefined && Date.parse(expires) <= Date.now()
}
