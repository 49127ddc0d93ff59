interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** Keeps the cookies of one browser at one origin (RFC 6265 §5.3); `Secure` cookies are sent over http too. */
export interface Cookies {
  store(fields: readonly string[]): void
  /** Returns the `Cookie` field for a path; empty if there is none. */
  header(path: string): string
  get(name: string): string | undefined
}

/** Creates an empty jar. */
export function createCookies(): Cookies {
  let kept: readonly Cookie[] = []
  return {
    store(fields) {
      for (const field of fields) {
        const [pair = '', ...attributes] = field.split(';').map((part) => part.trim())
        const equals = pair.indexOf('=')
        const name = pair.slice(0, equals)
        const path = attribute(attributes, 'path') ?? '/'
        const others = kept.filter((one) => one.name !== name || one.path !== path)
        kept = hasEnded(attributes) ? others : [...others, { name, value: pair.slice(equals + 1), path }]
      }
    },
    header: (path) =>
      kept
        .filter((one) => path === one.path || path.startsWith(one.path.replace(/\/?$/, '/')))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    get: (name) => kept.find((one) => one.name === name)?.value,
  }
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  return attributes.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
}

function hasEnded(attributes: readonly string[]): boolean {
  const age = attribute(attributes, 'max-age')
  if (age !== undefined) return Number(age) <= 0
  const expires = attribute(attributes, 'expires')
  return expires !== undefined && Date.parse(expires) <= Date.now()
}
